import "#server-only";
import { AppError } from "../app-error.ts";
import { cancelRun } from "./cancel-run.ts";
import { replayRun } from "./replay-run.ts";
import type { RunContext } from "./run-services.ts";

/**
 * `passedOver` are those for which there was nothing to do; `refused` is what held the others back, with how many they are
 * and which of them are still there to be tried again.
 */
export type ManyResult = {
  done: number;
  passedOver: number;
  refused: { count: number; message: string; runIds: string[] } | null;
};

/** Cancels those that are live; the others stay as they ended. */
export function cancelRuns(context: RunContext, { runIds }: { runIds: readonly string[] }): Promise<ManyResult> {
  return eachOf(runIds, async (runId) => !(await cancelRun(context, { runId })).hadEnded);
}

/** Starts each once more, in the order given. Ends with the first that finds the queue full. */
export function replayRuns(context: RunContext, { runIds }: { runIds: readonly string[] }): Promise<ManyResult> {
  return eachOf(runIds, async (runId) => {
    await replayRun(context, { runId });
    return true;
  });
}

/** `act` says whether it did something. */
async function eachOf(runIds: readonly string[], act: (runId: string) => Promise<boolean>): Promise<ManyResult> {
  const result: ManyResult = { done: 0, passedOver: 0, refused: null };
  for (const [index, runId] of runIds.entries()) {
    try {
      if (await act(runId)) result.done += 1;
      else result.passedOver += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const isForAll = error.code === "TOO_MANY_REQUESTS";
      const held = isForAll ? runIds.slice(index) : [runId];
      const { count = 0, runIds: before = [] } = result.refused ?? {};
      result.refused = {
        count: count + held.length,
        message: error.message,
        runIds: error.code === "NOT_FOUND" ? before : [...before, ...held],
      };
      if (isForAll) break;
    }
  }
  return result;
}
