import "#server-only";
import type { RunEvent } from "../../graph/run-events.ts";
import { notBuilt } from "../not-built.ts";
import type { RunContext } from "./run-services.ts";

/** Yields the events of a run after `afterSeq`, then each new one, and ends with the run. */
export async function* watchRun(
  _context: RunContext,
  _args: { runId: string; afterSeq: number; signal: AbortSignal },
): AsyncGenerator<{ seq: number; event: RunEvent }, void> {
  yield notBuilt();
}
