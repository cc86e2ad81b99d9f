import { and, asc, desc, eq } from "drizzle-orm";
import type { JsonObject } from "../../graph/json.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { modelVersions } from "../db/schema/models.ts";
import { modelBatching } from "../db/schema/workers.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { suggestName } from "../deployments/deployment-name.ts";
import type { ServiceContext } from "../service-context.ts";
import { findModelUses, type ModelUse } from "./find-model-uses.ts";
import type { OnnxSummary } from "./model-types.ts";
import { requireOwnModel } from "./require-own-model.ts";
import { isCurrentVersion } from "../deployments/current-version.ts";

export type Model = {
  id: string;
  name: string;
  /** Where it is published, or was; by name. */
  deployments: ModelPublication[];
  /** Under which name it might be published; empty where its own has nothing that can stand in one. */
  suggestedName: string;
  versions: ModelVersion[];
};
/** `modelVersion` is the number of the version that answers; null while none does. */
export type ModelPublication = { id: string; name: string; current: number | null; modelVersion: number | null };
export type ModelVersion = {
  hash: string;
  number: number;
  sizeBytes: number;
  summary: OnnxSummary;
  /** What came with the model: task, labels, data, licence. */
  card?: JsonObject;
  createdAt: Date;
  usedBy: ModelUse[];
  /** Whether its calls may be computed together, once a worker has tried it; null where only real inputs can tell. */
  batching?: { isBatched: boolean | null; why: string };
};

/** With its versions, newest first. @throws AppError NOT_FOUND */
export async function requireModel(
  context: Pick<ServiceContext, "tenant">,
  { modelId }: { modelId: string },
): Promise<Model> {
  const { id, name } = await requireOwnModel(context, { modelId });
  const { tenant } = context;
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const rows = await tx
      .select({
        hash: modelVersions.hash,
        number: modelVersions.number,
        sizeBytes: modelVersions.sizeBytes,
        summary: modelVersions.summary,
        card: modelVersions.card,
        createdAt: modelVersions.createdAt,
        isBatched: modelBatching.isBatched,
        why: modelBatching.why,
      })
      .from(modelVersions)
      .leftJoin(modelBatching, eq(modelBatching.hash, modelVersions.hash))
      .where(and(eq(modelVersions.workspaceId, workspaceId), eq(modelVersions.modelId, id)))
      .orderBy(desc(modelVersions.number));
    const uses = await findModelUses(tx, { workspaceId, hashes: rows.map(({ hash }) => hash) });
    const versions = rows.map(({ card, isBatched, why, ...row }) => ({
      ...row,
      ...(card && { card }),
      ...(why !== null && { batching: { isBatched, why } }),
      usedBy: uses.get(row.hash)!,
    }));
    const publications = await readPublications(tx, { workspaceId, modelId: id });
    return { id, name, deployments: publications, suggestedName: suggestName(name), versions };
  });
}

function readPublications(
  tx: TenantTransaction,
  { workspaceId, modelId }: { workspaceId: string; modelId: string },
): Promise<ModelPublication[]> {
  return tx
    .select({
      id: deployments.id,
      name: deployments.name,
      current: deployments.current,
      modelVersion: modelVersions.number,
    })
    .from(deployments)
    .leftJoin(deploymentVersions, isCurrentVersion)
    .leftJoin(
      modelVersions,
      and(
        eq(modelVersions.workspaceId, deploymentVersions.workspaceId),
        eq(modelVersions.id, deploymentVersions.modelVersionId),
      ),
    )
    .where(and(eq(deployments.workspaceId, workspaceId), eq(deployments.modelId, modelId)))
    .orderBy(asc(deployments.name));
}
