import { NodeError } from "#graph/node-runner";
import type { NodeFailure } from "#graph/run-events";
import type { RunResult } from "./executor-host.ts";

/** A run that is stopped for a reason of its own has failed; one that somebody stopped is cancelled. */
export function stopFailure(reason: unknown): NodeFailure | null {
  if (reason instanceof NodeError) return { kind: reason.kind, message: reason.message };
  if (!(reason instanceof DOMException) || reason.name !== "TimeoutError") return null;
  const message =
    "The run did not finish within its time limit and was stopped. Raise the limit, or give it less to do.";
  return { kind: "timeout", message };
}

export function stoppedResult(reason: unknown): RunResult {
  const failure = stopFailure(reason);
  return failure ? { outcome: "failed", failure } : { outcome: "cancelled" };
}
