import { emptyGraph, type Graph } from "../../graph/schema.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { hashGraph } from "./hash-graph.ts";
import { insertVersion } from "./insert-version.ts";

export const DEFAULT_TITLE = "Untitled workflow";

/** A new workflow with its first version; empty unless a graph is given. */
export async function createWorkflow(
  { tenant, userId }: Pick<ServiceContext, "tenant" | "userId">,
  workflow: NewWorkflow,
): Promise<{ id: string }> {
  return tenant.run((tx) => insertWorkflow(tx, { workspaceId: tenant.workspaceId, createdBy: userId, ...workflow }));
}

export type NewWorkflow = { title?: string; description?: string; graph?: Graph };

/** The same as part of a transaction. */
export async function insertWorkflow(
  tx: TenantTransaction,
  {
    workspaceId,
    createdBy,
    title = DEFAULT_TITLE,
    description = "",
    graph = emptyGraph,
  }: NewWorkflow & { workspaceId: string; createdBy: string },
): Promise<{ id: string }> {
  const [workflow] = await tx
    .insert(workflows)
    .values({ workspaceId, title, description, createdBy })
    .returning({ id: workflows.id });
  const { id } = workflow!;
  await insertVersion(tx, { workspaceId, workflowId: id, number: 1, graph, hash: hashGraph(graph), createdBy });
  return { id };
}
