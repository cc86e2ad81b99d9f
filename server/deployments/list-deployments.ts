import "#server-only";
import { and, eq, isNull } from "drizzle-orm";
import { deployments } from "../db/schema/deployments.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import type { Traffic } from "./traffic.ts";
import { noTraffic, readTraffic } from "./traffic.ts";

export type DeploymentRow = {
  id: string;
  name: string;
  workflowId: string;
  workflowTitle: string;
  /** Number of the version that answers; null while none does. */
  current: number | null;
  updatedAt: Date;
  /** Of the last 24 hours. */
  traffic: Traffic;
};

/** By name. Those of removed workflows answer nothing and are left out. */
export async function listDeployments({ tenant }: ServiceContext): Promise<DeploymentRow[]> {
  const { workspaceId } = tenant;
  return await tenant.run(async (tx) => {
    const rows = await tx
      .select({
        id: deployments.id,
        name: deployments.name,
        workflowId: deployments.workflowId,
        workflowTitle: workflows.title,
        current: deployments.current,
        updatedAt: deployments.updatedAt,
      })
      .from(deployments)
      .innerJoin(
        workflows,
        and(eq(workflows.workspaceId, deployments.workspaceId), eq(workflows.id, deployments.workflowId)),
      )
      .where(and(eq(deployments.workspaceId, workspaceId), isNull(workflows.removedAt)))
      .orderBy(deployments.name);
    const traffic = await readTraffic(tx, { workspaceId });
    return rows.map((row) => ({ ...row, traffic: traffic.get(row.id) ?? noTraffic }));
  });
}
