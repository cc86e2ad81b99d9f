import "#server-only";
import { sql } from "drizzle-orm";
import type { Database } from "./client.ts";

/** A transaction in which row-level security shows one workspace's rows and no others. */
export type TenantTransaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** All that a service may know of the database: one workspace's rows. */
export type Tenant = {
  readonly workspaceId: string;
  /**
   * Runs `work` in one transaction; it commits when `work` returns and rolls back when it throws.
   * No slow work inside (HTTP, uploads, streams): the transaction is ended after 10 s of idleness.
   */
  run: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>;
};

/** The database role that services act as: owns nothing, bypasses nothing. Made by the migrations. */
export const TENANT_ROLE = "patchbay_tenant";
/** The database role of whoever looks at a run by its link: it reads that one run, and writes nothing. */
export const SHARE_ROLE = "patchbay_share";
/** The database role that the worker's and web's own connections are members of: its policies show every workspace. */
export const SYSTEM_ROLE = "patchbay_system";

/** What a link to a run opens: reading that run and what belongs to it, and nothing else of its workspace. */
export function sharedTenantOf(database: Database, { workspaceId, runId }: { workspaceId: string; runId: string }) {
  const run: Tenant["run"] = (work) =>
    database.transaction(async (tx) => {
      await tx.execute(sql`select
        set_config('idle_in_transaction_session_timeout', '10s', true),
        set_config('transaction_read_only', 'on', true),
        set_config('patchbay.workspace_id', ${workspaceId}, true),
        set_config('patchbay.run_id', ${runId}, true),
        set_config('role', ${SHARE_ROLE}, true)`);
      return work(tx);
    });
  return { workspaceId, run } satisfies Tenant;
}

export function tenantOf(database: Database, workspaceId: string): Tenant {
  return { workspaceId, run: (work) => withTenant(database, workspaceId, work) };
}

/**
 * The settings are local to the transaction, so that they cannot reach the next user of a pooled connection.
 * The role is one of them: without it a superuser's or an owner's connection would pass row-level security by.
 */
export function withTenant<T>(
  database: Database,
  workspaceId: string,
  work: (tx: TenantTransaction) => Promise<T>,
): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.execute(sql`select
      set_config('idle_in_transaction_session_timeout', '10s', true),
      set_config('patchbay.workspace_id', ${workspaceId}, true),
      set_config('role', ${TENANT_ROLE}, true)`);
    return work(tx);
  });
}
