"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "#components/trpc";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusLabel } from "#components/ui/status-glyph";
import { runGlyph } from "../runs/run-glyph.ts";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";

const MAX_RUNS = 8;

/** The person's own newest runs of the workflow; choosing one shows what it gave. */
export function RecentRuns({
  workflowId,
  chosenId,
  onChoose,
}: {
  workflowId: string;
  chosenId: string | null;
  onChoose: (runId: string) => void;
}) {
  const trpc = useTRPC();
  const { data: runs = [] } = useQuery(
    trpc.runs.list.queryOptions({ workflowId, isMine: true, limit: MAX_RUNS }, { select: ({ items }) => items }),
  );
  if (runs.length === 0) return null;
  return (
    <section aria-labelledby="recent-runs" className="grid gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="recent-runs" className="text-sm">
          Your last runs
        </h2>
        <Link href={`/runs?workflow=${workflowId}`} className="text-xs text-2">
          All runs
        </Link>
      </div>
      <ul className="overflow-hidden rounded-3 border border-line bg-node text-xs">
        {runs.map((run) => (
          <li key={run.id} className="border-b border-line last:border-0">
            <button
              type="button"
              aria-current={run.id === chosenId || undefined}
              aria-label={`Show run ${formatCount(run.number)}`}
              className="flex h-9 w-full items-center gap-3 px-3 text-left hover:bg-hover aria-current:bg-selected pointer-coarse:h-11"
              onClick={() => onChoose(run.id)}
            >
              <StatusLabel status={runGlyph(run.status)} />
              <span className="font-medium tabular-nums">{formatCount(run.number)}</span>
              <span className="ml-auto text-3 tabular-nums">
                {run.durationMs === null ? null : formatDuration(run.durationMs)}
              </span>
              <span className="w-24 text-right text-3">
                <RelativeTime time={run.createdAt} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
