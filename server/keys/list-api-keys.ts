import "#server-only";
import { desc, eq, sql } from "drizzle-orm";
import { users } from "../db/schema/accounts.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { FORMER_MEMBER } from "../runs/run-list-row.ts";
import type { ServiceContext } from "../service-context.ts";

export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  mayRun: boolean;
  deploymentIds: string[] | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  isExpired: boolean;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
};

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
        lastUsedAt: apiKeys.lastUsedAt,
      })
      .from(apiKeys)
      .leftJoin(users, eq(users.id, apiKeys.createdBy))
      .where(eq(apiKeys.workspaceId, tenant.workspaceId))
      .orderBy(desc(apiKeys.createdAt)),
  );
  return rows.map((row) => ({ ...row, createdBy: row.createdBy ?? FORMER_MEMBER }));
}
