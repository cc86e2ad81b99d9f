import "#server-only";
import { notBuilt } from "../not-built.ts";
import type { RunContext } from "./run-services.ts";

/** Ends a run that no worker holds, and tells the worker that holds it otherwise. A run that is over stays as it ended. */
export async function cancelRun(_context: RunContext, _args: { runId: string }): Promise<void> {
  return notBuilt();
}
