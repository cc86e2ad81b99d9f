"use client";
import Link from "next/link";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusLabel } from "#components/ui/status-glyph";
import { formatCount } from "../ui/format-number.ts";
import { rowKeys } from "../ui/list-keys.ts";
import { RunDuration } from "./run-duration";
import { runGlyph } from "./run-glyph.ts";
import type { RunRow } from "./run-row.ts";
import { StepStrip } from "./step-strip";

/** Runs, newest first. Columns fall away from the right as the window narrows; status and workflow stay. */
export function RunsTable({ runs }: { runs: readonly RunRow[] }) {
  const longestMs = Math.max(...runs.map(({ durationMs }) => durationMs ?? 0));
  return (
    <table className="w-full border-separate border-spacing-0 text-xs">
      <thead>
        <tr className="text-left text-3 *:sticky *:top-0 *:z-10 *:h-[30px] *:whitespace-nowrap *:border-b *:border-line *:bg-node *:px-2.5 *:font-medium">
          <th scope="col" className="pl-4! w-28 max-sm:w-auto">
            Status
          </th>
          <th scope="col" className="w-16">
            Run
          </th>
          <th scope="col">Workflow</th>
          <th scope="col" className="w-40 max-sm:hidden">
            Duration
          </th>
          <th scope="col" className="w-48 max-lg:hidden">
            Steps
          </th>
          <th scope="col" className="w-28">
            Started
          </th>
          <th scope="col" className="w-40 max-md:hidden">
            Started by
          </th>
        </tr>
      </thead>
      <tbody data-rows>
        {runs.map((run) => (
          <tr
            key={run.id}
            className="relative hover:bg-hover has-focus-visible:bg-selected *:h-8 *:whitespace-nowrap *:border-b *:border-line *:px-2.5 last:*:border-0 pointer-coarse:*:h-11"
          >
            <td className="pl-4!">
              <StatusLabel status={runGlyph(run.status)}>{run.isCancelling ? "Cancelling" : undefined}</StatusLabel>
            </td>
            <td className="font-strong tabular-nums">
              <Link
                href={`/runs/${run.id}`}
                {...rowKeys}
                aria-label={`Run ${formatCount(run.number)} of ${run.workflowTitle}`}
                className="no-underline after:absolute after:inset-0"
              >
                {formatCount(run.number)}
              </Link>
            </td>
            <td className="w-full max-w-0 truncate" title={run.workflowTitle}>
              {run.workflowTitle}
            </td>
            <td className="max-sm:hidden">
              <RunDuration run={run} longestMs={longestMs} />
            </td>
            <td className="max-lg:hidden">
              <StepStrip counts={run.stepCounts} />
            </td>
            <td className="text-2">
              <RelativeTime time={run.createdAt} />
            </td>
            <td className="max-w-40 truncate text-2 max-md:hidden">{run.startedBy.name}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
