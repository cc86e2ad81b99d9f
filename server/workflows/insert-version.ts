import type { Graph } from "../../graph/schema.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { workflowReferences, workflowUses, workflowVersions } from "../db/schema/workflows.ts";
import { findReferences } from "./find-references.ts";
import { usedWorkflows } from "./used-workflows.ts";

/** Writes one immutable version and what it refers to. The caller gives the number and holds the workflow's row. */
export async function insertVersion(
  tx: TenantTransaction,
  version: { workspaceId: string; workflowId: string; number: number; graph: Graph; hash: string; createdBy: string },
): Promise<void> {
  const { workspaceId, graph } = version;
  const [row] = await tx
    .insert(workflowVersions)
    .values({ ...version, nodeCount: Object.keys(graph.nodes).length })
    .returning({ id: workflowVersions.id });
  const versionId = row!.id;
  const used = usedWorkflows(graph).map((usedWorkflowId) => ({ workspaceId, versionId, usedWorkflowId }));
  if (used.length > 0) await tx.insert(workflowUses).values(used);
  const references = findReferences(graph);
  if (references.length === 0) return;
  await tx.insert(workflowReferences).values(references.map((each) => ({ ...each, workspaceId, versionId })));
}
