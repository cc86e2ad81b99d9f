"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { LinkButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

const places: Readonly<Record<string, { noun: string; list: string }>> = {
  workflows: { noun: "workflow", list: "workflows" },
  runs: { noun: "run", list: "runs" },
  models: { noun: "model", list: "models" },
  gallery: { noun: "template", list: "gallery" },
  deployments: { noun: "deployment", list: "deployments" },
};

/** Says what is not there, as far as the address tells, and leads to where the others are. */
export function NothingHere() {
  const [, first = ""] = usePathname().split("/");
  const place = places[first];
  return (
    <EmptyState
      isPageTitle
      title="There is nothing at this address"
      actions={
        <>
          {place && first !== "workflows" && (
            <LinkButton variant="primary">
              <Link href={`/${first}`}>Go to the {place.list}</Link>
            </LinkButton>
          )}
          <LinkButton variant={place && first !== "workflows" ? "plain" : "primary"}>
            <Link href="/workflows">Go to the workflows</Link>
          </LinkButton>
        </>
      }
    >
      {place
        ? `No ${place.noun} that you may see has this address. It may have been deleted, it may be in a workspace that you are no member of, or a part of the address is missing.`
        : "It may have been deleted, or it belongs to a workspace that you are no member of."}
    </EmptyState>
  );
}
