import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { openItems } from "../../graph/batches.ts";
import { AppError } from "../app-error.ts";
import type { RunContext } from "../runs/run-services.ts";
import { type BatchDetails, getBatch } from "./get-batch.ts";

/** Counting ten thousand items takes some tens of milliseconds, so not after every event. */
const AT_MOST_EVERY_MS = 400;
const POLL_EVERY_MS = 5_000;
const PACE_EVERY_MS = 10_000;

/** Yields the batch as it is, then again whenever it changed, until `signal` aborts or the batch is deleted. */
export async function* watchBatch(
  context: RunContext,
  { batchId, signal }: { batchId: string; signal: AbortSignal },
): AsyncGenerator<BatchDetails, void> {
  const { tenant, runServices } = context;
  let sent = "";
  while (!signal.aborted) {
    // Listen before reading, so that nothing falls between the two.
    const heard = new AbortController();
    const wakeup = runServices.wakeups.next(tenant.workspaceId, POLL_EVERY_MS, AbortSignal.any([signal, heard.signal]));
    try {
      const batch = await getBatch(context, { batchId }).catch((error: unknown) => {
        if (error instanceof AppError && error.code === "NOT_FOUND") return null;
        throw error;
      });
      if (!batch) return;
      // The pace changes by the clock alone, so a batch that stalls is told anew now and then.
      const { pace: _pace, ...facts } = batch;
      const next = JSON.stringify([facts, openItems(batch.counts) > 0 && Math.floor(Date.now() / PACE_EVERY_MS)]);
      if (next !== sent) yield batch;
      sent = next;
      await sleep(AT_MOST_EVERY_MS, undefined, { signal }).catch(() => {});
      await wakeup;
    } finally {
      heard.abort();
    }
  }
}
