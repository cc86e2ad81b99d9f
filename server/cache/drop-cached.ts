import "#server-only";
import type { Database } from "../db/client.ts";

/** Forgets a result. Its artifacts stay as long as anything else points to them, and until the next that has to make room. */
export async function dropCached(
  database: Database,
  { workspaceId, key }: { workspaceId: string; key: string },
): Promise<void> {
  await database.$client.query("delete from cache_entries where workspace_id = $1 and key = $2", [workspaceId, key]);
}
