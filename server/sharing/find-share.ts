import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import type { Database } from "../db/client.ts";
import { runShares } from "../db/schema/run-shares.ts";
import { sharedTenantOf } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { isOpen } from "./is-open.ts";
import { hashShareToken, shareTokenForm } from "./share-token.ts";

export type FoundShare = { shareId: string; runId: string; expiresAt: Date | null; context: ServiceContext };

/**
 * What a link opens; null for one that is unknown, revoked or expired alike. Looked up anew for each request, before a
 * workspace is known. Its context sees the one run and can write nothing.
 */
export async function findShare(database: Database, token: string): Promise<FoundShare | null> {
  if (!shareTokenForm.test(token)) return null;
  const [found] = await database
    .select({
      shareId: runShares.id,
      workspaceId: runShares.workspaceId,
      runId: runShares.runId,
      expiresAt: runShares.expiresAt,
    })
    .from(runShares)
    .where(and(eq(runShares.tokenHash, hashShareToken(token)), isOpen));
  if (!found) return null;
  const { shareId, runId, expiresAt } = found;
  return {
    shareId,
    runId,
    expiresAt,
    context: { tenant: sharedTenantOf(database, found), userId: `share:${shareId}`, role: "viewer" },
  };
}

/** @throws AppError NOT_FOUND, in the same words whatever is wrong with the link */
export async function requireShare(database: Database, token: string): Promise<FoundShare> {
  const share = await findShare(database, token);
  if (!share) {
    const message = "This link does not work, or does not work any more.";
    throw new AppError("NOT_FOUND", message, { reason: "link-closed" });
  }
  return share;
}

export async function countOpening(database: Database, { shareId }: Pick<FoundShare, "shareId">): Promise<void> {
  await database
    .update(runShares)
    .set({ opened: sql`${runShares.opened} + 1`, openedAt: sql`now()` })
    .where(eq(runShares.id, shareId));
}
