import "#server-only";
import { createHash } from "node:crypto";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { artifactsKeptBy } from "./artifacts-kept-by.ts";
import type { CacheEntry } from "./cache-store.ts";

/**
 * Takes those artifacts of a result out of the store whose bytes are not what their hash says: a store that has a file
 * of that name does not write it again, so the step that makes it anew could not mend it.
 */
export async function removeDamaged(
  { database, artifacts }: { database: Database; artifacts: Pick<ArtifactStore, "stream" | "remove"> },
  { workspaceId, key }: { workspaceId: string; key: string },
): Promise<void> {
  const { rows } = await database.$client.query<{ result: CacheEntry["result"] }>(
    "select result from cache_entries where workspace_id = $1 and key = $2",
    [workspaceId, key],
  );
  for (const { hash } of rows.flatMap(artifactsKeptBy)) {
    if (await isDamaged(artifacts, hash)) await artifacts.remove(hash);
  }
}

async function isDamaged(artifacts: Pick<ArtifactStore, "stream">, hash: string): Promise<boolean> {
  const content = await artifacts.stream(hash).catch(() => null);
  if (!content) return false;
  const digest = createHash("sha256");
  for await (const chunk of content.stream) digest.update(chunk as Uint8Array);
  return digest.digest("hex") !== hash;
}
