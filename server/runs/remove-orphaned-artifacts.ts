import "#server-only";
import { inArray } from "drizzle-orm";
import type { ArtifactStore, StoredArtifact } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { artifacts as rows } from "../db/schema/artifacts.ts";

/** Between storing content and writing its row lie seconds: an upload's scan, an engine's batch. A day is safe and costs little. */
const GRACE_MS = 24 * 60 * 60 * 1_000;
/** The same for content whose last row has just gone: it is known which, so less is waited for. */
export const UNHELD_GRACE_MS = 60 * 60_000;
const BATCH = 500;

/**
 * Removes content that no workspace has: what a lost engine stored for a step that was never recorded, what an upload
 * left behind. Content that is put again while this runs stays, because putting renews its date.
 */
export async function removeOrphanedArtifacts({
  database,
  artifacts,
  graceMs = GRACE_MS,
}: {
  database: Database;
  artifacts: Pick<ArtifactStore, "list" | "remove">;
  graceMs?: number;
}): Promise<{ removed: number; bytes: number }> {
  const ifUnchangedSince = new Date(Date.now() - graceMs);
  const sum = { removed: 0, bytes: 0 };
  let batch: StoredArtifact[] = [];

  async function sweep() {
    const old = new Map(batch.map(({ hash, sizeBytes }) => [hash, sizeBytes]));
    batch = [];
    const removed = await removeUnheld({ database, artifacts, hashes: [...old.keys()], graceMs });
    for (const hash of removed) sum.bytes += old.get(hash)!;
    sum.removed += removed.length;
  }

  for await (const artifact of artifacts.list()) {
    if (artifact.modifiedAt > ifUnchangedSince) continue;
    batch.push(artifact);
    if (batch.length === BATCH) await sweep();
  }
  await sweep();
  return sum;
}

/** Removes those of the contents that no workspace has and that nobody has put again within the grace. Gives what is gone. */
export async function removeUnheld({
  database,
  artifacts,
  hashes,
  graceMs,
}: {
  database: Database;
  artifacts: Pick<ArtifactStore, "remove">;
  hashes: readonly string[];
  graceMs: number;
}): Promise<string[]> {
  if (hashes.length === 0) return [];
  const ifUnchangedSince = new Date(Date.now() - graceMs);
  const kept = await database
    .selectDistinct({ hash: rows.hash })
    .from(rows)
    .where(inArray(rows.hash, [...hashes]));
  const known = new Set(kept.map(({ hash }) => hash));
  const removed: string[] = [];
  for (const hash of hashes) {
    if (!known.has(hash) && (await artifacts.remove(hash, { ifUnchangedSince }))) removed.push(hash);
  }
  return removed;
}
