import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import { queueRun } from "./queue-run.ts";
import type { RunContext } from "./run-services.ts";

/**
 * Queues a new run of the same version with the same inputs, up to the same node, whatever the workflow, and those that it
 * runs, look like now.
 *
 * @throws AppError NOT_FOUND for another workspace's run, and when its workflow was removed.
 */
export async function startAgain(context: RunContext, { runId }: { runId: string }): Promise<{ runId: string }> {
  const [run] = await context.tenant.run((tx) =>
    tx
      .select({
        workflowId: runs.workflowId,
        version: runs.workflowVersion,
        graph: runs.graph,
        subGraphs: runs.subGraphs,
        inputs: runs.inputs,
        target: runs.target,
      })
      .from(runs)
      .where(and(eq(runs.workspaceId, context.tenant.workspaceId), eq(runs.id, runId))),
  );
  if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
  return queueRun(context, run);
}
