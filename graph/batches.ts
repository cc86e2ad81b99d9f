import type { JsonValue } from "./json.ts";
import type { RunStatus } from "./run-events.ts";

/** More in one batch would make its page, its table and its deletion slow; several batches have no such limit together. */
export const MAX_BATCH_ITEMS = 10_000;
export const MAX_BATCH_NAME_CHARACTERS = 100;

/**
 * How an item stands: as its run does; "queued" also before it has one, "failed" also where none could be started,
 * "deleted" where its run was deleted.
 */
export const batchItemStatuses = [
  "queued",
  "running",
  "waiting",
  "succeeded",
  "failed",
  "cancelled",
  "deleted",
] as const satisfies (RunStatus | "deleted")[];
export type BatchItemStatus = (typeof batchItemStatuses)[number];
export type BatchCounts = Record<BatchItemStatus, number>;

/** Items that may still come to something by themselves. */
export function openItems(counts: BatchCounts): number {
  return counts.queued + counts.running + counts.waiting;
}

/** Where the inputs of the items come from: a file for each, or the rows of a table with the column of each input. */
export type BatchSource =
  { kind: "files"; input: string } | { kind: "table"; name: string; columns: Record<string, string> };

/** Inputs of one item beside those that all items share. */
export type BatchItemInputs = Record<string, JsonValue>;
