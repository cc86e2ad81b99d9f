import Link from "next/link";
import { definitions } from "#nodes/definitions";
import { formatCount } from "../ui/format-number.ts";
import type { RunShown } from "./run-details.ts";
import { stepTitle } from "./step-row.ts";

const words = { to: "Up to", from: "From", only: "Only" } as const;

/** What of the workflow the run covered, and whose values it began with; nothing for a run of all of it. */
export function RunPartFact({ details }: { details: RunShown }) {
  const { part, base, graph } = details;
  if (part.kind === "all") return null;
  const changed = base?.changed.map((id) => stepTitle(graph, definitions, id)) ?? [];
  return (
    <>
      <span className="truncate">
        {words[part.kind]} {stepTitle(graph, definitions, part.node)}
      </span>
      {base && (
        <span className="truncate">
          with values of{" "}
          <Link href={`/runs/${base.runId}`} className="underline decoration-(--border-strong) underline-offset-2">
            run {formatCount(base.number)}
          </Link>
          {changed.length > 0 && `; changed since: ${changed.join(", ")}`}
        </span>
      )}
    </>
  );
}
