import { and, desc, eq } from "drizzle-orm";
import type { ModelRef } from "../../graph/values.ts";
import { models, modelVersions } from "../db/schema/models.ts";
import type { ServiceContext } from "../service-context.ts";
import { modelNotFound } from "./model-not-found.ts";
import { readLabels } from "./read-labels.ts";

/** What a node's params hold of a model version. @throws AppError NOT_FOUND */
export async function requireModelRef(
  { tenant }: Pick<ServiceContext, "tenant">,
  { hash }: { hash: string },
): Promise<ModelRef> {
  const [found] = await tenant.run((tx) =>
    tx
      .select({ name: models.name, summary: modelVersions.summary, card: modelVersions.card })
      .from(modelVersions)
      .innerJoin(models, and(eq(models.workspaceId, modelVersions.workspaceId), eq(models.id, modelVersions.modelId)))
      .where(and(eq(modelVersions.workspaceId, tenant.workspaceId), eq(modelVersions.hash, hash)))
      // Two models may share a file; the one named last is meant.
      .orderBy(desc(modelVersions.createdAt))
      .limit(1),
  );
  if (!found) throw modelNotFound();
  const { inputs, outputs } = found.summary;
  const labels = readLabels(found);
  return { hash, name: found.name, inputs, outputs, ...(labels && { labels }) };
}
