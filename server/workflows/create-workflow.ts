import { emptyGraph, type Graph } from "../../graph/schema.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { hashGraph } from "./hash-graph.ts";
import { insertVersion } from "./insert-version.ts";

export const DEFAULT_TITLE = "Untitled workflow";

/** A new workflow with its first version; empty unless a graph is given. */
export async function createWorkflow(
  { tenant, userId }: Pick<ServiceContext, "tenant" | "userId">,
  {
    title = DEFAULT_TITLE,
    description = "",
    graph = emptyGraph,
  }: { title?: string; description?: string; graph?: Graph },
): Promise<{ id: string }> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const [workflow] = await tx
      .insert(workflows)
      .values({ workspaceId, title, description, createdBy: userId })
      .returning({ id: workflows.id });
    const { id } = workflow!;
    await insertVersion(tx, {
      workspaceId,
      workflowId: id,
      number: 1,
      graph,
      hash: hashGraph(graph),
      createdBy: userId,
    });
    return { id };
  });
}
