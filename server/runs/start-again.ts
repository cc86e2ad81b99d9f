import "#server-only";
import { notBuilt } from "../not-built.ts";
import type { RunContext } from "./run-services.ts";

/** Queues a new run of the same version with the same inputs, whatever the workflow looks like now. */
export async function startAgain(_context: RunContext, _args: { runId: string }): Promise<{ runId: string }> {
  return notBuilt();
}
