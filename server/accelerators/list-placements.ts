import { and, asc, desc, eq } from "drizzle-orm";
import { models, modelVersions } from "../db/schema/models.ts";
import { modelPlacements } from "../db/schema/workers.ts";
import type { OperatorPlacement } from "../inference/place-operators.ts";
import type { ServiceContext } from "../service-context.ts";

export type ModelPlacement = {
  modelId: string;
  name: string;
  version: number;
  hash: string;
  device: string;
  placement: OperatorPlacement;
};

/** Where the operators of the workspace's models compute on each device that a worker tried them on, by name and version. */
export async function listPlacements(
  { tenant }: Pick<ServiceContext, "tenant">,
  { modelId }: { modelId?: string | undefined } = {},
): Promise<ModelPlacement[]> {
  return await tenant.run((tx) =>
    tx
      .select({
        modelId: models.id,
        name: models.name,
        version: modelVersions.number,
        hash: modelVersions.hash,
        device: modelPlacements.device,
        placement: modelPlacements.placement,
      })
      .from(modelVersions)
      .innerJoin(models, and(eq(models.workspaceId, modelVersions.workspaceId), eq(models.id, modelVersions.modelId)))
      .innerJoin(modelPlacements, eq(modelPlacements.hash, modelVersions.hash))
      .where(
        and(
          eq(modelVersions.workspaceId, tenant.workspaceId),
          modelId === undefined ? undefined : eq(modelVersions.modelId, modelId),
        ),
      )
      .orderBy(asc(modelPlacements.device), asc(models.name), desc(modelVersions.number)),
  );
}
