import "#server-only";
import { and, eq } from "drizzle-orm";
import { models, modelVersions } from "../db/schema/models.ts";
import { modelNotFound } from "../models/model-not-found.ts";
import type { ServiceContext } from "../service-context.ts";
import { enterVersion } from "./enter-version.ts";

/**
 * Publishes a version of a model under a name: from the commit on, the Open Inference Protocol answers with it. A name that
 * is the model's already gets a further version.
 *
 * @throws AppError NOT_FOUND, CONFLICT "name-taken"
 */
export async function publishModel(
  { tenant, userId }: ServiceContext,
  { modelId, modelVersion, name }: { modelId: string; modelVersion: number; name: string },
): Promise<{ deploymentId: string; number: number }> {
  const { workspaceId } = tenant;
  return await tenant.run(async (tx) => {
    // The model first, as a removal locks it: the version is then there until this commits, or was removed before.
    const isModel = and(eq(models.workspaceId, workspaceId), eq(models.id, modelId));
    await tx.select({ id: models.id }).from(models).where(isModel).for("key share");
    const [version] = await tx
      .select({ id: modelVersions.id })
      .from(modelVersions)
      .where(
        and(
          eq(modelVersions.workspaceId, workspaceId),
          eq(modelVersions.modelId, modelId),
          eq(modelVersions.number, modelVersion),
        ),
      );
    if (!version) throw modelNotFound();
    return await enterVersion(tx, { workspaceId, name, userId, modelId, modelVersionId: version.id });
  });
}
