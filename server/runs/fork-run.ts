import "#server-only";
import { and, eq } from "drizzle-orm";
import { MAX_TITLE_CHARACTERS } from "../../graph/limits.ts";
import { pinSchema } from "../../graph/recorded-flow-schema.ts";
import type { StepResultRecord } from "../../graph/run-events.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";
import { AppError } from "../app-error.ts";
import { runs, runSteps } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { insertWorkflow } from "../workflows/create-workflow.ts";

/**
 * A new workflow with the graph as it ran, each output pinned to what the run gave there. The workflow of the run stays as
 * it is. `unpinned` counts values that are too large to be pinned.
 *
 * @throws AppError NOT_FOUND for another workspace's run.
 */
export async function forkRun(
  { tenant, userId }: Pick<ServiceContext, "tenant" | "userId">,
  { runId }: { runId: string },
): Promise<{ workflowId: string; unpinned: number }> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const [run] = await tx
      .select({ number: runs.number, graph: runs.graph, title: workflows.title, description: workflows.description })
      .from(runs)
      .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
      .where(and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId)));
    if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
    const steps = await tx
      .select({ nodeId: runSteps.nodeId, record: runSteps.record })
      .from(runSteps)
      .where(and(eq(runSteps.workspaceId, workspaceId), eq(runSteps.runId, runId)));
    const { graph, unpinned } = withValuesPinned(
      run.graph,
      new Map(steps.map(({ nodeId, record }) => [nodeId, record])),
    );
    const suffix = `, run ${run.number}`;
    const title = run.title.slice(0, MAX_TITLE_CHARACTERS - suffix.length) + suffix;
    const { id } = await insertWorkflow(tx, {
      workspaceId,
      createdBy: userId,
      title,
      description: run.description,
      graph,
    });
    return { workflowId: id, unpinned };
  });
}

/** Pins that the graph had already stay: the run gave just those. */
function withValuesPinned(graph: Graph, steps: ReadonlyMap<string, StepResultRecord>) {
  let unpinned = 0;
  const nodes = Object.values(graph.nodes).map((node): GraphNode => {
    const outputs = Object.entries(steps.get(node.id)?.outputs ?? {});
    const fitting = outputs.flatMap(([port, record]) => {
      const pin = pinSchema.safeParse(record);
      if (!pin.success) unpinned++;
      return pin.success ? [[port, pin.data] as const] : [];
    });
    const pins = { ...Object.fromEntries(fitting), ...node.pins };
    return Object.keys(pins).length === 0 ? node : { ...node, pins };
  });
  return { graph: { ...graph, nodes: Object.fromEntries(nodes.map((node) => [node.id, node])) }, unpinned };
}
