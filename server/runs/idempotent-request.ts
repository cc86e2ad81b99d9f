import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { idempotentRequests } from "../db/schema/idempotent-requests.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** `requestHash` stands for what was asked. */
export type IdempotentRequest = { key: string; requestHash: string };

/**
 * The run that the same request started in the last 24 hours, or null. Until its transaction ends, further ones under the
 * key wait here: of fifty at once, one starts the run.
 *
 * @throws AppError CONFLICT when something else was asked under the key
 */
export async function findEarlierRequest(
  tx: TenantTransaction,
  { apiKeyId, key, requestHash }: IdempotentRequest & { apiKeyId: string },
): Promise<string | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${apiKeyId} ${key}`}, 0))`);
  const [known] = await tx
    .select({ runId: idempotentRequests.runId, requestHash: idempotentRequests.requestHash })
    .from(idempotentRequests)
    .where(
      and(
        eq(idempotentRequests.apiKeyId, apiKeyId),
        eq(idempotentRequests.key, key),
        sql`${idempotentRequests.createdAt} > now() - interval '24 hours'`,
      ),
    );
  if (!known) return null;
  if (known.requestHash === requestHash) return known.runId;
  const message = "Something else was asked under this Idempotency-Key before. Take a new key for a new request.";
  throw new AppError("CONFLICT", message, { reason: "idempotency-key-reused" });
}

/** In place of one that is older than that. */
export async function keepRequest(
  tx: TenantTransaction,
  request: IdempotentRequest & { workspaceId: string; apiKeyId: string; runId: string },
): Promise<void> {
  const { runId, requestHash } = request;
  await tx
    .insert(idempotentRequests)
    .values(request)
    .onConflictDoUpdate({
      target: [idempotentRequests.apiKeyId, idempotentRequests.key],
      set: { runId, requestHash, createdAt: sql`now()` },
    });
}
