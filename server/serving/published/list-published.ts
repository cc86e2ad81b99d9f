import "#server-only";
import { and, eq, isNull, or } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { deployments, deploymentVersions } from "../../db/schema/deployments.ts";
import { modelVersions } from "../../db/schema/models.ts";
import { workflows } from "../../db/schema/workflows.ts";
import { tenantOf } from "../../db/tenant.ts";
import { readVersionGraph } from "../../deployments/read-version-graph.ts";
import { describeWorkflow } from "../workflow/describe-workflow.ts";
import type { PublishedContent } from "./published-content.ts";
import { isCurrentVersion, isPublishedWorkflow } from "../../deployments/current-version.ts";

export type PublishedRow = { workspaceId: string; deploymentId: string; name: string; number: number };

/** Which version answers under which name, in all workspaces. */
export async function listPublished(database: Database): Promise<PublishedRow[]> {
  return await database
    .select({
      workspaceId: deployments.workspaceId,
      deploymentId: deployments.id,
      name: deployments.name,
      number: deploymentVersions.number,
    })
    .from(deployments)
    .innerJoin(deploymentVersions, isCurrentVersion)
    .leftJoin(workflows, isPublishedWorkflow)
    .where(or(isNull(deployments.workflowId), isNull(workflows.removedAt)));
}

/** What the version computes. Null where it was removed meanwhile. @throws Error that says why it cannot be served */
export async function readPublished(
  database: Database,
  { workspaceId, deploymentId, name, number }: PublishedRow,
): Promise<PublishedContent | null> {
  const head = { workspaceId, deploymentId, name, version: String(number) };
  return await tenantOf(database, workspaceId).run(async (tx) => {
    const [row] = await tx
      .select({
        workflowId: deploymentVersions.workflowId,
        workflowVersion: deploymentVersions.workflowVersion,
        subGraphs: deploymentVersions.subGraphs,
        model: {
          hash: modelVersions.hash,
          sizeBytes: modelVersions.sizeBytes,
          summary: modelVersions.summary,
        },
      })
      .from(deploymentVersions)
      .leftJoin(
        modelVersions,
        and(
          eq(modelVersions.workspaceId, deploymentVersions.workspaceId),
          eq(modelVersions.id, deploymentVersions.modelVersionId),
        ),
      )
      .where(
        and(
          eq(deploymentVersions.workspaceId, workspaceId),
          eq(deploymentVersions.deploymentId, deploymentId),
          eq(deploymentVersions.number, number),
        ),
      );
    if (!row) return null;
    const { workflowId, workflowVersion, subGraphs, model } = row;
    if (model) {
      const { hash, sizeBytes, summary } = model;
      return { type: "model", ...head, hash, sizeBytes, inputs: summary.inputs, outputs: summary.outputs };
    }
    if (workflowId === null || workflowVersion === null) return null;
    const graph = await readVersionGraph(tx, { workspaceId, workflowId, number: workflowVersion });
    const described = describeWorkflow({ name, version: head.version, graph, subGraphs });
    if (!described.ok) throw new Error(described.problems.join(" "));
    const { inputPorts, outputPorts, inputs, outputs } = described.workflow;
    const ports = { inputPorts, outputPorts, inputs, outputs };
    return { type: "workflow", ...head, workflowId, workflowVersion, graph, subGraphs, ...ports };
  });
}
