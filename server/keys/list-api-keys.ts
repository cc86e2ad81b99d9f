import "#server-only";
import { desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { users } from "../db/schema/accounts.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { FORMER_MEMBER } from "../runs/starter-name.ts";
import type { ServiceContext } from "../service-context.ts";

export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  mayRun: boolean;
  deploymentIds: string[] | null;
  /** A name. */
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  isExpired: boolean;
  revokedAt: Date | null;
  /** A name; null while nobody has. */
  revokedBy: string | null;
  lastUsedAt: Date | null;
};

const revokers = alias(users, "revokers");

/** Newest first, revoked and expired ones too. */
export async function listApiKeys({ tenant }: ServiceContext): Promise<ApiKeyRow[]> {
  const rows = await tenant.run((tx) =>
    tx
      .select({
        id: apiKeys.id,
        name: apiKeys.name,
        prefix: apiKeys.prefix,
        mayRun: apiKeys.mayRun,
        deploymentIds: apiKeys.deploymentIds,
        createdBy: users.name,
        createdAt: apiKeys.createdAt,
        expiresAt: apiKeys.expiresAt,
        isExpired: sql<boolean>`coalesce(${apiKeys.expiresAt} <= now(), false)`,
        revokedAt: apiKeys.revokedAt,
        revokedBy: revokers.name,
        lastUsedAt: apiKeys.lastUsedAt,
      })
      .from(apiKeys)
      .leftJoin(users, eq(users.id, apiKeys.createdBy))
      .leftJoin(revokers, eq(revokers.id, apiKeys.revokedBy))
      .where(eq(apiKeys.workspaceId, tenant.workspaceId))
      .orderBy(desc(apiKeys.createdAt)),
  );
  return rows.map((row) => ({
    ...row,
    createdBy: row.createdBy ?? FORMER_MEMBER,
    revokedBy: row.revokedAt && (row.revokedBy ?? FORMER_MEMBER),
  }));
}
