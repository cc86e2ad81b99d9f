import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import { findEarlierValues } from "./earlier-values.ts";
import { queueRun } from "./queue-run.ts";
import { refuseProblems, refuseUnknownNode } from "./refuse-problems.ts";
import type { RunContext } from "./run-services.ts";

/**
 * Queues a new run of what this run ran, from a node on: what comes from above is taken over from this run.
 *
 * @throws AppError NOT_FOUND for another workspace's run; BAD_REQUEST "unknown-target" for a node that the run's graph has
 *   not, "graph-problems" when the run has no value that the node reads.
 */
export async function restartRun(
  context: RunContext,
  { runId, nodeId }: { runId: string; nodeId: string },
): Promise<{ runId: string }> {
  const { workspaceId } = context.tenant;
  const part = { kind: "from", node: nodeId } as const;
  const { run, earlier } = await context.tenant.run(async (tx) => {
    const [run] = await tx
      .select({
        workflowId: runs.workflowId,
        version: runs.workflowVersion,
        graph: runs.graph,
        subGraphs: runs.subGraphs,
        inputs: runs.inputs,
        timeoutMs: runs.timeoutMs,
        noCache: runs.noCache,
      })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
    if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
    const { workflowId, graph } = run;
    refuseUnknownNode(graph, part);
    return {
      run,
      earlier: await findEarlierValues(tx, { workspaceId, workflowId, graph, part, baseRunId: runId }),
    };
  });
  // A base that is named is there, or its absence was thrown.
  const { places, base, steps } = earlier!;
  refuseProblems(run.graph, { part, earlier, places, subGraphs: run.subGraphs });
  return queueRun(context, { ...run, part, base, steps, trigger: "restart" });
}
