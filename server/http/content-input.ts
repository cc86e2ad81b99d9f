import { z } from "zod";
import { hashSchema } from "../../graph/hash-schema.ts";
import type { ServiceContext } from "../service-context.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { ContentContext } from "../values/find-content.ts";
import type { WebServices } from "../web-services.ts";

/** Deeper lists than these are not made. */
export const itemSchema = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9}){0,7}$/, 'must be the place of an item, such as "12" or "3.0"');

/** Names one value: content, or an item of the list that the content is. */
export const addressSchema = z.strictObject({ hash: hashSchema, item: itemSchema.optional() });

/** Whose content is read: a member's workspace, or the run that a link opens. */
export type ContentReader = Pick<ServiceContext, "tenant"> & { artifacts: ArtifactStore };

export function contentContextOf(
  { env, valueReader }: Pick<WebServices, "env" | "valueReader">,
  { tenant, artifacts }: ContentReader,
): ContentContext {
  return { tenant, artifacts, templatesDir: env.templatesDir, valueReader };
}
