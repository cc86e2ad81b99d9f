import "#server-only";
import type { RunStatus } from "../../graph/run-events.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";

/** The newest run of the workflow, so that an editor that opens attaches to it. */
export async function findLatestRun(
  _context: ServiceContext,
  _args: { workflowId: string },
): Promise<{ runId: string; status: RunStatus } | null> {
  return notBuilt();
}
