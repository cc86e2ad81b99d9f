import "#server-only";
import { and, eq } from "drizzle-orm";
import { modelVersions } from "../db/schema/models.ts";
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
    // Held, so that it is not removed before it answers.
    const [version] = await tx
      .select({ id: modelVersions.id })
      .from(modelVersions)
      .where(
        and(
          eq(modelVersions.workspaceId, workspaceId),
          eq(modelVersions.modelId, modelId),
          eq(modelVersions.number, modelVersion),
        ),
      )
      .for("key share");
    if (!version) throw modelNotFound();
    return await enterVersion(tx, { workspaceId, name, userId, modelId, modelVersionId: version.id });
  });
}
