import { and, eq, sql } from "drizzle-orm";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** The version of the outer query, where a deployment answers with it. */
export function publishedVersion(tx: TenantTransaction) {
  return tx
    .select({ one: sql`1` })
    .from(deploymentVersions)
    .innerJoin(
      deployments,
      and(
        eq(deployments.workspaceId, deploymentVersions.workspaceId),
        eq(deployments.id, deploymentVersions.deploymentId),
        eq(deployments.current, deploymentVersions.number),
      ),
    )
    .where(
      and(
        eq(deploymentVersions.workspaceId, workflowVersions.workspaceId),
        eq(deploymentVersions.workflowId, workflowVersions.workflowId),
        eq(deploymentVersions.workflowVersion, workflowVersions.number),
      ),
    );
}
