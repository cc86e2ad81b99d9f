import "#server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { deployments } from "../db/schema/deployments.ts";
import { models } from "../db/schema/models.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import type { Traffic } from "./traffic.ts";
import { noTraffic, readTraffic } from "./traffic.ts";
import { isPublishedWorkflow } from "./current-version.ts";

export type DeploymentRow = {
  id: string;
  name: string;
  /** Title of the workflow, or name of the model. */
  type: "workflow" | "model";
  title: string;
  /** Number of the version that answers; null while none does. */
  current: number | null;
  updatedAt: Date;
  /** Runs of the last 24 hours; null for a model, whose requests are no runs. */
  traffic: Traffic | null;
};

/** By name. Those of removed workflows answer nothing and are left out. */
export async function listDeployments({ tenant }: ServiceContext): Promise<DeploymentRow[]> {
  const { workspaceId } = tenant;
  return await tenant.run(async (tx) => {
    const rows = await tx
      .select({
        id: deployments.id,
        name: deployments.name,
        modelId: deployments.modelId,
        title: sql<string>`coalesce(${workflows.title}, ${models.name})`,
        current: deployments.current,
        updatedAt: deployments.updatedAt,
      })
      .from(deployments)
      .leftJoin(workflows, isPublishedWorkflow)
      .leftJoin(models, and(eq(models.workspaceId, deployments.workspaceId), eq(models.id, deployments.modelId)))
      .where(and(eq(deployments.workspaceId, workspaceId), isNull(workflows.removedAt)))
      .orderBy(deployments.name);
    const traffic = await readTraffic(tx, { workspaceId });
    return rows.map(({ modelId, ...row }) =>
      modelId === null
        ? { ...row, type: "workflow", traffic: traffic.get(row.id) ?? noTraffic }
        : { ...row, type: "model", traffic: null },
    );
  });
}
