import { type BatchCounts, type BatchItemStatus, batchItemStatuses, openItems } from "#graph/batches";
import { remainingMs } from "#graph/batch-pace";
import type { RouterOutputs } from "#components/trpc";
import type { Status } from "../ui/status-glyph.tsx";
import { formatDuration } from "../ui/format-duration.ts";
import { formatCount } from "../ui/format-number.ts";

export type BatchRow = RouterOutputs["batches"]["list"]["items"][number];
export type BatchDetails = RouterOutputs["batches"]["get"];
export type BatchItemRow = RouterOutputs["batches"]["items"][number];

export const itemGlyphs: Record<BatchItemStatus, Status> = {
  queued: "queued",
  running: "running",
  waiting: "paused",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
  deleted: "skipped",
};

export const itemWords: Record<BatchItemStatus, string> = {
  queued: "Queued",
  running: "Running",
  waiting: "Waiting",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
  deleted: "Run deleted",
};

/** The order in which people look at them. */
export const shownStatuses: readonly BatchItemStatus[] = [
  "succeeded",
  "failed",
  "running",
  "waiting",
  "queued",
  "cancelled",
  "deleted",
];

export function endedItems(counts: BatchCounts): number {
  return batchItemStatuses.reduce((sum, status) => sum + counts[status], 0) - openItems(counts);
}

/** How a batch stands as a whole: while it goes on that, then the worst that came of it. */
export function batchStatus({ counts, isCancelRequested }: Pick<BatchRow, "counts" | "isCancelRequested">): {
  glyph: Status;
  words: string;
} {
  if (openItems(counts) > 0) {
    if (isCancelRequested) return { glyph: "running", words: "Cancelling" };
    if (counts.running > 0) return { glyph: "running", words: "Running" };
    if (counts.queued > 0) return { glyph: "queued", words: endedItems(counts) > 0 ? "Running" : "Queued" };
    return { glyph: "paused", words: "Waiting" };
  }
  if (counts.failed > 0) return { glyph: "failed", words: `${formatCount(counts.failed)} failed` };
  if (counts.cancelled > 0) return { glyph: "cancelled", words: "Cancelled" };
  return { glyph: "succeeded", words: "Done" };
}

/** "about 40 s left"; what is not known yet is said to be so. */
export function leftWords({ counts, pace }: Pick<BatchDetails, "counts" | "pace">): string {
  if (counts.queued + counts.running === 0) return "waits for answers";
  const left = remainingMs(counts.queued + counts.running, pace);
  return left === null ? "time left not known yet" : `about ${formatDuration(Math.max(1_000, left))} left`;
}
