import { and, count, desc, eq, sql } from "drizzle-orm";
import { models, modelVersions } from "../db/schema/models.ts";
import type { ServiceContext } from "../service-context.ts";

export type ModelRow = {
  id: string;
  name: string;
  /** How many there are. */
  versions: number;
  latest: { hash: string; sizeBytes: number; task?: string };
  createdAt: Date;
};

/** The workspace's models, newest first. */
export async function listModels({ tenant }: Pick<ServiceContext, "tenant">): Promise<ModelRow[]> {
  const { workspaceId } = tenant;
  const rows = await tenant.run((tx) => {
    const ofModel = and(eq(modelVersions.workspaceId, models.workspaceId), eq(modelVersions.modelId, models.id));
    const latest = tx
      .select({
        hash: modelVersions.hash,
        sizeBytes: modelVersions.sizeBytes,
        task: sql<string | null>`${modelVersions.card} ->> 'task'`.as("task"),
      })
      .from(modelVersions)
      .where(ofModel)
      .orderBy(desc(modelVersions.number))
      .limit(1)
      .as("latest");
    const counted = tx
      .select({ versions: count().as("versions") })
      .from(modelVersions)
      .where(ofModel)
      .as("counted");
    return tx
      .select({
        id: models.id,
        name: models.name,
        createdAt: models.createdAt,
        versions: counted.versions,
        hash: latest.hash,
        sizeBytes: latest.sizeBytes,
        task: latest.task,
      })
      .from(models)
      .innerJoinLateral(latest, sql`true`)
      .innerJoinLateral(counted, sql`true`)
      .where(eq(models.workspaceId, workspaceId))
      .orderBy(desc(models.createdAt), desc(models.id));
  });
  return rows.map(({ hash, sizeBytes, task, ...row }) => ({
    ...row,
    latest: { hash, sizeBytes, ...(task !== null && { task }) },
  }));
}
