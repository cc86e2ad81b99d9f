"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PageHeader } from "#components/shell/page-header";
import { useMay } from "#components/shell/session-context";
import { type RouterOutputs, useTRPC } from "#components/trpc";
import { RelativeTime } from "#components/ui/relative-time";
import { hasRules } from "#graph/keeping-rules";
import { runsAddress } from "../runs/list/run-query-url.ts";
import { isSweeping } from "./is-sweeping.ts";
import { RulesForm, RulesInWords } from "./rules-form";
import { SweepsTable } from "./sweeps-table";
import { UsageCard } from "./usage-card";

export type StorageUsage = RouterOutputs["storage"]["usage"];
export type Keeping = RouterOutputs["storage"]["keeping"];
export type Sweep = Keeping["sweeps"][number];
export type RemovalPreview = RouterOutputs["storage"]["preview"];

/** A sweep may be under way. */
const REFRESH_MS = 10_000;

/** How much the workspace holds, and which of its runs it lets go. */
export function StoragePage({ initialUsage, initialKeeping }: { initialUsage: StorageUsage; initialKeeping: Keeping }) {
  const trpc = useTRPC();
  const mayManage = useMay("admin");
  const { data: keeping } = useQuery(
    trpc.storage.keeping.queryOptions(undefined, { initialData: initialKeeping, refetchInterval: REFRESH_MS }),
  );
  const { data: usage } = useQuery(
    trpc.storage.usage.queryOptions(undefined, {
      initialData: initialUsage,
      // It looks at all that there is, so it is not asked for while nothing changes.
      refetchInterval: isSweeping(keeping) ? REFRESH_MS : false,
    }),
  );
  return (
    <>
      <PageHeader title="Storage" />
      <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-6 *:max-w-[880px] max-sm:p-4">
        <UsageCard usage={usage} />
        <section aria-labelledby="rules" className="grid gap-3">
          <h2 id="rules" className="text-lg">
            Which runs are removed
          </h2>
          <p className="max-w-[60ch] leading-read text-2">
            Runs are removed for good, the oldest first, with all that only they have.{" "}
            <Link
              href={runsAddress("is:starred")}
              className="underline decoration-(--border-strong) underline-offset-3"
            >
              Starred runs
            </Link>{" "}
            and those under way always stay and do not count; so do shared ones while their link works, and for an hour
            what has just ended.
          </p>
          {mayManage ? (
            <RulesForm key={JSON.stringify(keeping.rules)} saved={keeping.rules} />
          ) : (
            <>
              <RulesInWords rules={keeping.rules} />
              <p className="text-3">Admins of the workspace set the rules.</p>
            </>
          )}
          <p className="text-xs text-3">
            {keeping.changed && (
              <>
                Set by {keeping.changed.by}, <RelativeTime time={keeping.changed.at} />.{" "}
              </>
            )}
            {hasRules(keeping.rules) &&
              (keeping.sweptAt ? (
                <>
                  Last applied <RelativeTime time={keeping.sweptAt} />; they are applied once an hour.
                </>
              ) : (
                "They are applied within some seconds, then once an hour."
              ))}
          </p>
        </section>
        {keeping.sweeps.length > 0 && (
          <section aria-labelledby="sweeps" className="grid gap-3">
            <h2 id="sweeps" className="text-lg">
              What went lately
            </h2>
            <SweepsTable sweeps={keeping.sweeps} />
          </section>
        )}
      </div>
    </>
  );
}
