import "#server-only";
import type { RunStatus } from "../../graph/run-events.ts";
import { notBuilt } from "../not-built.ts";
import type { ServiceContext } from "../service-context.ts";
import type { RunListRow } from "./run-list-row.ts";

/** A page of the workspace's runs, newest first. `cursor` is the number of the last run seen. */
export async function listRuns(
  _context: ServiceContext,
  _args: { workflowId?: string; status?: RunStatus; cursor?: number; limit?: number },
): Promise<{ items: RunListRow[]; nextCursor: number | null }> {
  return notBuilt();
}
