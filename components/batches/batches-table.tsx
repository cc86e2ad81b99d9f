"use client";
import Link from "next/link";
import { Badge } from "#components/ui/badge";
import { ProgressBar } from "#components/ui/progress-bar";
import { RelativeTime } from "#components/ui/relative-time";
import { StatusLabel } from "#components/ui/status-glyph";
import { formatCount } from "../ui/format-number.ts";
import { rowKeys } from "../ui/list-keys.ts";
import { type BatchRow, batchStatus, endedItems } from "./batch-words.ts";

/** Batches with how far each is. `isBrief`: of one workflow, in a narrow place. */
export function BatchesTable({ batches, isBrief = false }: { batches: readonly BatchRow[]; isBrief?: boolean }) {
  return (
    <div className="shrink-0 overflow-clip rounded-3 border border-line bg-node">
      <table className="w-full border-separate border-spacing-0 text-xs">
        <thead>
          <tr className="text-left text-3 *:h-[30px] *:whitespace-nowrap *:border-b *:border-line *:px-2.5 *:font-medium">
            <th scope="col" className="w-28 pl-4!">
              Status
            </th>
            <th scope="col">Batch</th>
            {!isBrief && (
              <th scope="col" className="max-md:hidden">
                Workflow
              </th>
            )}
            <th scope="col" className="w-48 max-sm:hidden">
              Items
            </th>
            <th scope="col" className="w-28 max-sm:hidden">
              Started
            </th>
            {!isBrief && (
              <th scope="col" className="w-40 max-lg:hidden">
                Started by
              </th>
            )}
          </tr>
        </thead>
        <tbody data-rows>
          {batches.map((batch) => (
            <BatchLine key={batch.id} batch={batch} isBrief={isBrief} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BatchLine({ batch, isBrief }: { batch: BatchRow; isBrief: boolean }) {
  const { glyph, words } = batchStatus(batch);
  const ended = endedItems(batch.counts);
  return (
    <tr className="relative hover:bg-hover has-[a:focus-visible]:bg-selected *:h-9 *:border-b *:border-line *:px-2.5 last:*:border-0 pointer-coarse:*:h-11">
      <td className="whitespace-nowrap pl-4!">
        <StatusLabel status={glyph}>{words}</StatusLabel>
      </td>
      <td className="w-full max-w-0 min-w-32 truncate">
        <Link
          {...rowKeys}
          href={`/runs/batches/${batch.id}`}
          className="font-strong no-underline after:absolute after:inset-0"
        >
          {batch.name}
        </Link>
      </td>
      {!isBrief && (
        <td className="min-w-48 max-w-64 truncate text-2 max-md:hidden">
          {batch.workflowTitle} <Badge>v{batch.version}</Badge>
        </td>
      )}
      <td className="max-sm:hidden">
        <span className="grid grid-cols-[64px_1fr] items-center gap-2 whitespace-nowrap tabular-nums text-2">
          <ProgressBar label={`Ended of ${batch.name}`} fraction={ended / batch.itemCount} />
          {ended === batch.itemCount ? formatCount(ended) : `${formatCount(ended)} of ${formatCount(batch.itemCount)}`}
        </span>
      </td>
      <td className="text-2 max-sm:hidden">
        <RelativeTime time={batch.createdAt} />
      </td>
      {!isBrief && <td className="max-w-40 truncate text-2 max-lg:hidden">{batch.createdBy.name}</td>}
    </tr>
  );
}
