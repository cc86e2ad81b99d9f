import { and, desc, eq } from "drizzle-orm";
import type { JsonObject } from "../../graph/json.ts";
import { modelVersions } from "../db/schema/models.ts";
import { modelBatching } from "../db/schema/workers.ts";
import type { ServiceContext } from "../service-context.ts";
import { findModelUses, type ModelUse } from "./find-model-uses.ts";
import type { OnnxSummary } from "./model-types.ts";
import { requireOwnModel } from "./require-own-model.ts";

export type Model = { id: string; name: string; versions: ModelVersion[] };
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
    return { id, name, versions };
  });
}
