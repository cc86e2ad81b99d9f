import "#server-only";
import { AppError } from "../app-error.ts";
import { cancelRun } from "./cancel-run.ts";
import { replayRun } from "./replay-run.ts";
import type { RunContext } from "./run-services.ts";

/** `refused` is what held the others back, with how many they are. */
export type ManyResult = { done: number; refused: { count: number; message: string } | null };

/** Cancels those that are live; the others stay as they ended. Runs that are gone are passed over. */
export function cancelRuns(context: RunContext, { runIds }: { runIds: readonly string[] }): Promise<ManyResult> {
  return eachOf(runIds, (runId) => cancelRun(context, { runId }));
}

/** Starts each once more, in the order given. Ends with the first that finds the queue full. */
export function replayRuns(context: RunContext, { runIds }: { runIds: readonly string[] }): Promise<ManyResult> {
  return eachOf(runIds, (runId) => replayRun(context, { runId }));
}

async function eachOf(runIds: readonly string[], act: (runId: string) => Promise<unknown>): Promise<ManyResult> {
  const result: ManyResult = { done: 0, refused: null };
  for (const [index, runId] of runIds.entries()) {
    try {
      await act(runId);
      result.done += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const isForAll = error.code === "TOO_MANY_REQUESTS";
      const count = (result.refused?.count ?? 0) + (isForAll ? runIds.length - index : 1);
      result.refused = { count, message: error.message };
      if (isForAll) break;
    }
  }
  return result;
}
