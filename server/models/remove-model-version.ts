import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { models, modelVersions } from "../db/schema/models.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { findModelUses } from "./find-model-uses.ts";
import { modelNotFound } from "./model-not-found.ts";
import { isCurrentVersion } from "../deployments/current-version.ts";

/**
 * Removes the version, and the model with its last one. The file stays as long as runs of the past name it.
 *
 * @throws AppError CONFLICT "published" while it answers under a name; "in-use" with `details: { usedBy }` while a workflow
 *   holds it and no other model has the same file.
 */
export async function removeModelVersion(
  { tenant }: Pick<ServiceContext, "tenant">,
  { modelId, hash }: { modelId: string; hash: string },
): Promise<{ modelRemoved: boolean }> {
  const { workspaceId } = tenant;
  const isModel = and(eq(models.workspaceId, workspaceId), eq(models.id, modelId));
  return tenant.run(async (tx) => {
    // The row's lock puts a removal and an upload of the next version in order.
    const [model] = await tx.select({ name: models.name }).from(models).where(isModel).for("update");
    const versions = await tx
      .select({ id: modelVersions.id, hash: modelVersions.hash, modelId: modelVersions.modelId })
      .from(modelVersions)
      .where(eq(modelVersions.workspaceId, workspaceId));
    const own = versions.filter((version) => version.modelId === modelId);
    const version = own.find((each) => each.hash === hash);
    if (!model || !version) throw modelNotFound();

    await refusePublished(tx, { workspaceId, modelId, versionId: version.id, name: model.name });
    const isElsewhere = versions.some((each) => each.hash === hash && each.modelId !== modelId);
    const usedBy = isElsewhere ? [] : (await findModelUses(tx, { workspaceId, hashes: [hash] })).get(hash)!;
    if (usedBy.length > 0) {
      const names = usedBy.slice(0, 3).map(({ title }) => `"${title}"`);
      const more = usedBy.length > 3 ? ` and ${usedBy.length - 3} more` : "";
      const message = `This version of "${model.name}" is used by ${names.join(", ")}${more}. Choose another model there first.`;
      throw new AppError("CONFLICT", message, { reason: "in-use", details: { usedBy } });
    }

    await tx.delete(modelVersions).where(eq(modelVersions.id, version.id));
    const modelRemoved = own.length === 1;
    if (modelRemoved) await tx.delete(models).where(isModel);
    return { modelRemoved };
  });
}

/** @throws AppError CONFLICT "published" */
async function refusePublished(
  tx: TenantTransaction,
  { workspaceId, modelId, versionId, name }: { workspaceId: string; modelId: string; versionId: string; name: string },
): Promise<void> {
  const isOfModel = and(eq(deployments.workspaceId, workspaceId), eq(deployments.modelId, modelId));
  // Held, so that none of its older versions answers again before the removal is through.
  await tx.select({ id: deployments.id }).from(deployments).where(isOfModel).for("update");
  const [published] = await tx
    .select({ name: deployments.name })
    .from(deployments)
    .innerJoin(deploymentVersions, isCurrentVersion)
    .where(and(isOfModel, eq(deploymentVersions.modelVersionId, versionId)))
    .orderBy(deployments.name);
  if (!published) return;
  const message = `This version of "${name}" is published as "${published.name}". Unpublish it, or publish another version, first.`;
  throw new AppError("CONFLICT", message, { reason: "published" });
}
