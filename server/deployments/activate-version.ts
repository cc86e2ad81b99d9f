import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import type { ServiceContext } from "../service-context.ts";
import { deploymentNotFound } from "./require-deployment.ts";

/**
 * Lets a version that was published before answer again, or with null none. Nothing of the history goes.
 *
 * @throws AppError NOT_FOUND
 */
export async function activateVersion(
  { tenant }: ServiceContext,
  { deploymentId, number }: { deploymentId: string; number: number | null },
): Promise<void> {
  const { workspaceId } = tenant;
  await tenant.run(async (tx) => {
    // First, because its lock keeps the version from being removed meanwhile.
    const changed = await tx
      .update(deployments)
      .set({ current: number, updatedAt: sql`now()` })
      .where(and(eq(deployments.workspaceId, workspaceId), eq(deployments.id, deploymentId)))
      .returning({ id: deployments.id });
    if (changed.length === 0) throw deploymentNotFound();
    if (number === null) return;
    const [version] = await tx
      .select({ number: deploymentVersions.number })
      .from(deploymentVersions)
      .where(
        and(
          eq(deploymentVersions.workspaceId, workspaceId),
          eq(deploymentVersions.deploymentId, deploymentId),
          eq(deploymentVersions.number, number),
        ),
      );
    if (!version) throw new AppError("NOT_FOUND", `The deployment has no version ${number}.`);
  });
}
