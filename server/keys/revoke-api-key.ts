import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import type { ServiceContext } from "../service-context.ts";

/** From its commit on the key opens nothing. Revoking it again changes nothing, nor who did it first. @throws AppError NOT_FOUND */
export async function revokeApiKey(
  { tenant, userId }: ServiceContext,
  { apiKeyId }: { apiKeyId: string },
): Promise<void> {
  const revoked = await tenant.run((tx) =>
    tx
      .update(apiKeys)
      .set({
        revokedAt: sql`coalesce(${apiKeys.revokedAt}, now())`,
        revokedBy: sql`case when ${apiKeys.revokedAt} is null then ${userId} else ${apiKeys.revokedBy} end`,
      })
      .where(and(eq(apiKeys.workspaceId, tenant.workspaceId), eq(apiKeys.id, apiKeyId)))
      .returning({ id: apiKeys.id }),
  );
  if (revoked.length === 0) throw new AppError("NOT_FOUND", "There is no such API key.");
}
