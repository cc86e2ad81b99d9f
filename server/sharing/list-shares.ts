import "#server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { users } from "../db/schema/accounts.ts";
import { runShares } from "../db/schema/run-shares.ts";
import { FORMER_MEMBER } from "../runs/starter-name.ts";
import { requireRun } from "../runs/require-run.ts";
import type { ServiceContext } from "../service-context.ts";

export type ShareRow = {
  id: string;
  note: string;
  /** A name. */
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  isExpired: boolean;
  revokedAt: Date | null;
  /** A name; null while nobody has. */
  revokedBy: string | null;
  opened: number;
  openedAt: Date | null;
};

const MAX_ROWS = 200;
const revokers = alias(users, "revokers");

/** The links to a run, newest first, revoked and expired ones too. @throws AppError NOT_FOUND */
export async function listShares(context: ServiceContext, { runId }: { runId: string }): Promise<ShareRow[]> {
  await requireRun(context, runId);
  const { tenant } = context;
  const rows = await tenant.run((tx) =>
    tx
      .select({
        id: runShares.id,
        note: runShares.note,
        createdBy: users.name,
        createdAt: runShares.createdAt,
        expiresAt: runShares.expiresAt,
        isExpired: sql<boolean>`coalesce(${runShares.expiresAt} <= now(), false)`,
        revokedAt: runShares.revokedAt,
        revokedBy: revokers.name,
        opened: runShares.opened,
        openedAt: runShares.openedAt,
      })
      .from(runShares)
      .leftJoin(users, eq(users.id, runShares.createdBy))
      .leftJoin(revokers, eq(revokers.id, runShares.revokedBy))
      .where(and(eq(runShares.workspaceId, tenant.workspaceId), eq(runShares.runId, runId)))
      .orderBy(desc(runShares.createdAt))
      .limit(MAX_ROWS),
  );
  return rows.map((row) => ({
    ...row,
    createdBy: row.createdBy ?? FORMER_MEMBER,
    revokedBy: row.revokedAt && (row.revokedBy ?? FORMER_MEMBER),
  }));
}
