import "#server-only";
import type { JsonValue } from "../../graph/json.ts";
import { notBuilt } from "../not-built.ts";
import type { RunContext } from "./run-services.ts";

/**
 * Queues a run of the workflow's newest version; a worker picks it up.
 * The graph is copied into the run, so that editing goes on while it runs.
 *
 * @throws AppError NOT_FOUND for another workspace's workflow, BAD_REQUEST "graph-problems" with the problems when it cannot run.
 */
export async function startRun(
  _context: RunContext,
  _args: { workflowId: string; inputs?: Record<string, JsonValue> },
): Promise<{ runId: string }> {
  return notBuilt();
}
