import { and, eq } from "drizzle-orm";
import { models } from "../db/schema/models.ts";
import type { ServiceContext } from "../service-context.ts";
import { modelNotFound } from "./model-not-found.ts";

/** @throws AppError NOT_FOUND */
export async function renameModel(
  { tenant }: Pick<ServiceContext, "tenant">,
  { modelId, name }: { modelId: string; name: string },
): Promise<{ id: string; name: string }> {
  const [renamed] = await tenant.run((tx) =>
    tx
      .update(models)
      .set({ name })
      .where(and(eq(models.workspaceId, tenant.workspaceId), eq(models.id, modelId)))
      .returning({ id: models.id, name: models.name }),
  );
  if (!renamed) throw modelNotFound();
  return renamed;
}
