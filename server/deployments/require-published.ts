import "#server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Graph } from "../../graph/schema.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { AppError } from "../app-error.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { Tenant } from "../db/tenant.ts";
import { readVersionGraph } from "./read-version-graph.ts";
import { isCurrentVersion, isPublishedWorkflow } from "./current-version.ts";

export type Published = {
  deploymentId: string;
  name: string;
  number: number;
  workflowId: string;
  workflowTitle: string;
  workflowVersion: number;
  graph: Graph;
  /** The workflows that it runs, as they were when it was published. */
  subGraphs: SubGraphs;
};

/** The workflow that answers under the name now. @throws AppError NOT_FOUND, for one out of the key's reach and for a model too */
export async function requirePublished(
  tenant: Tenant,
  { name, reach }: { name: string; reach: readonly string[] | null },
): Promise<Published> {
  const { workspaceId } = tenant;
  return await tenant.run(async (tx) => {
    const [row] = await tx
      .select({
        deploymentId: deployments.id,
        name: deployments.name,
        number: deploymentVersions.number,
        workflowId: workflows.id,
        workflowTitle: workflows.title,
        // Of a workflow, which the join sees to.
        workflowVersion: sql<number>`${deploymentVersions.workflowVersion}`,
        subGraphs: deploymentVersions.subGraphs,
      })
      .from(deployments)
      .innerJoin(deploymentVersions, isCurrentVersion)
      .innerJoin(workflows, isPublishedWorkflow)
      .where(and(eq(deployments.workspaceId, workspaceId), eq(deployments.name, name), isNull(workflows.removedAt)));
    if (!row || (reach !== null && !reach.includes(row.deploymentId))) {
      const message = `No workflow is published as ${JSON.stringify(name.slice(0, 200))}, or this key does not reach it.`;
      throw new AppError("NOT_FOUND", message);
    }
    const { workflowId, workflowVersion } = row;
    return { ...row, graph: await readVersionGraph(tx, { workspaceId, workflowId, number: workflowVersion }) };
  });
}
