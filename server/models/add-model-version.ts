import { and, desc, eq } from "drizzle-orm";
import type { JsonObject } from "../../graph/json.ts";
import { keepArtifact } from "../artifacts/keep-artifact.ts";
import { models, modelVersions } from "../db/schema/models.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { modelNotFound } from "./model-not-found.ts";
import type { OnnxSummary } from "./model-types.ts";

export const MODEL_MEDIA_TYPE = "application/octet-stream";

/**
 * Enters a stored model file: as the next version of `modelId`, or as the first one of a new model. A file that the model
 * has already stays the version that it is.
 *
 * @throws AppError NOT_FOUND for another workspace's model
 */
export async function addModelVersion(
  tx: TenantTransaction,
  version: {
    workspaceId: string;
    createdBy: string;
    modelId?: string | undefined;
    name: string;
    hash: string;
    sizeBytes: number;
    summary: OnnxSummary;
    card?: JsonObject | undefined;
  },
): Promise<{ modelId: string }> {
  const { workspaceId, createdBy, modelId, name, hash, sizeBytes, summary, card } = version;
  await keepArtifact(tx, { workspaceId, hash, sizeBytes, mediaType: MODEL_MEDIA_TYPE });
  const file = { workspaceId, createdBy, hash, sizeBytes, summary, card };

  if (modelId === undefined) {
    const [model] = await tx.insert(models).values({ workspaceId, name, createdBy }).returning({ id: models.id });
    await tx.insert(modelVersions).values({ ...file, modelId: model!.id, number: 1 });
    return { modelId: model!.id };
  }

  const isModel = and(eq(models.workspaceId, workspaceId), eq(models.id, modelId));
  // The row's lock puts two uploads in order, so that each gets a number of its own.
  const [model] = await tx.select({ id: models.id }).from(models).where(isModel).for("update");
  if (!model) throw modelNotFound();
  const versions = await tx
    .select({ number: modelVersions.number, hash: modelVersions.hash })
    .from(modelVersions)
    .where(and(eq(modelVersions.workspaceId, workspaceId), eq(modelVersions.modelId, modelId)))
    .orderBy(desc(modelVersions.number));
  if (!versions.some((each) => each.hash === hash)) {
    await tx.insert(modelVersions).values({ ...file, modelId, number: (versions[0]?.number ?? 0) + 1 });
  }
  return { modelId };
}
