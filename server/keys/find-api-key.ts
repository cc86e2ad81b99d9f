import "#server-only";
import { timingSafeEqual } from "node:crypto";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { hashKey, keyForm } from "./make-key.ts";

export type FoundKey = {
  id: string;
  workspaceId: string;
  mayRun: boolean;
  /** Null: all of the workspace. */
  deploymentIds: readonly string[] | null;
};

/**
 * The key as it is stored: found by its public part, compared in constant time. Null for one that is unknown, revoked or
 * expired, by the clock of the database. Looked up before a workspace is known.
 */
export async function findApiKey(database: Database, key: string): Promise<FoundKey | null> {
  const prefix = keyForm.exec(key)?.[1];
  if (prefix === undefined) return null;
  const [found] = await database
    .select({
      id: apiKeys.id,
      workspaceId: apiKeys.workspaceId,
      hash: apiKeys.hash,
      mayRun: apiKeys.mayRun,
      deploymentIds: apiKeys.deploymentIds,
    })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.prefix, prefix),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), sql`${apiKeys.expiresAt} > now()`),
      ),
    );
  if (!found || !timingSafeEqual(Buffer.from(found.hash, "hex"), Buffer.from(hashKey(key), "hex"))) return null;
  await database
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiKeys.id, found.id),
        or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, sql`now() - interval '1 minute'`)),
      ),
    );
  const { hash: _hash, ...rest } = found;
  return rest;
}
