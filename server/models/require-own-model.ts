import { and, eq } from "drizzle-orm";
import { models } from "../db/schema/models.ts";
import type { ServiceContext } from "../service-context.ts";
import { modelNotFound } from "./model-not-found.ts";

/** @throws AppError NOT_FOUND for an unknown and another workspace's model alike */
export async function requireOwnModel(
  { tenant }: Pick<ServiceContext, "tenant">,
  { modelId }: { modelId: string },
): Promise<{ id: string; name: string }> {
  const [model] = await tenant.run((tx) =>
    tx
      .select({ id: models.id, name: models.name })
      .from(models)
      .where(and(eq(models.workspaceId, tenant.workspaceId), eq(models.id, modelId))),
  );
  if (!model) throw modelNotFound();
  return model;
}
