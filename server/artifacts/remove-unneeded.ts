import "#server-only";
import { sql } from "drizzle-orm";
import { artifacts } from "../db/schema/artifacts.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { isUnneeded } from "./artifact-references.ts";

/**
 * Removes, of the artifacts named, the rows of those that steps made and nothing in the workspace points to. Their bytes are
 * still there. A run that begins to use one meanwhile writes it again.
 */
export async function removeUnneeded(
  tx: TenantTransaction,
  { workspaceId, hashes }: { workspaceId: string; hashes: readonly string[] },
): Promise<{ hash: string; sizeBytes: number }[]> {
  if (hashes.length === 0) return [];
  const { rows } = await tx.execute<{ hash: string; size: string }>(sql`
    delete from ${artifacts} as a
    where workspace_id = ${workspaceId} and hash = any(${sql.param([...hashes])}::text[]) and ${sql.raw(isUnneeded("a"))}
    returning hash, size_bytes as size`);
  return rows.map(({ hash, size }) => ({ hash, sizeBytes: Number(size) }));
}
