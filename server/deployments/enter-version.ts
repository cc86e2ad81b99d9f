import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import { AppError } from "../app-error.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import type { TenantTransaction } from "../db/tenant.ts";

type Subject =
  { workflowId: string; workflowVersion: number; subGraphs: SubGraphs } | { modelId: string; modelVersionId: string };

/**
 * Makes the next version of the deployment of that name, and lets it answer. A name that is new becomes a deployment.
 *
 * @throws AppError CONFLICT "name-taken" where something else has the name
 */
export async function enterVersion(
  tx: TenantTransaction,
  { workspaceId, name, userId, ...subject }: Subject & { workspaceId: string; name: string; userId: string },
): Promise<{ deploymentId: string; number: number }> {
  const owner = "workflowId" in subject ? { workflowId: subject.workflowId } : { modelId: subject.modelId };
  // One statement, so that two who publish at once get numbers of their own.
  const [deployment] = await tx
    .insert(deployments)
    .values({ workspaceId, name, ...owner, current: 1, last: 1, createdBy: userId })
    .onConflictDoUpdate({
      target: [deployments.workspaceId, deployments.name],
      set: {
        last: sql`${deployments.last} + 1`,
        current: sql`${deployments.last} + 1`,
        updatedAt: sql`now()`,
      },
      setWhere: and(
        eq(deployments.workspaceId, workspaceId),
        "workflowId" in subject
          ? eq(deployments.workflowId, subject.workflowId)
          : eq(deployments.modelId, subject.modelId),
      ),
    })
    .returning({ id: deployments.id, number: deployments.last });
  if (!deployment) {
    const message = `Another workflow or model has been published as "${name}". Choose another name.`;
    throw new AppError("CONFLICT", message, { reason: "name-taken" });
  }
  const { id: deploymentId, number } = deployment;
  const of =
    "workflowId" in subject
      ? { workflowId: subject.workflowId, workflowVersion: subject.workflowVersion, subGraphs: subject.subGraphs }
      : { modelVersionId: subject.modelVersionId, subGraphs: {} };
  await tx.insert(deploymentVersions).values({ workspaceId, deploymentId, number, publishedBy: userId, ...of });
  return { deploymentId, number };
}
