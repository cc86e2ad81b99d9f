import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs, runSteps } from "../db/schema/runs.ts";
import type { TakenStep } from "./earlier-values.ts";
import { queueRun } from "./queue-run.ts";
import type { RunContext } from "./run-services.ts";

/**
 * Queues a new run of the same version with the same inputs, of the same part, with the same values taken over and within
 * the same time limit, whatever the workflow, and those that it runs, look like now.
 *
 * @throws AppError NOT_FOUND for another workspace's run, and when its workflow was removed.
 */
export async function startAgain(
  context: RunContext,
  { runId, profile }: { runId: string; profile?: boolean | undefined },
): Promise<{ runId: string }> {
  const { workspaceId } = context.tenant;
  const run = await context.tenant.run(async (tx) => {
    const [run] = await tx
      .select({
        workflowId: runs.workflowId,
        version: runs.workflowVersion,
        graph: runs.graph,
        subGraphs: runs.subGraphs,
        inputs: runs.inputs,
        part: runs.part,
        base: runs.base,
        timeoutMs: runs.timeoutMs,
        noCache: runs.noCache,
      })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
    const taken = await tx
      .select({ nodeId: runSteps.nodeId, record: runSteps.record })
      .from(runSteps)
      .where(and(eq(runSteps.workspaceId, workspaceId), eq(runSteps.runId, runId), eq(runSteps.attempt, 0)));
    return (
      run && { ...run, steps: Object.fromEntries(taken.map(({ nodeId, record }) => [nodeId, record as TakenStep])) }
    );
  });
  if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
  return queueRun(context, { ...run, isProfiled: profile });
}
