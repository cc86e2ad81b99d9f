import "#server-only";
import type pg from "pg";
import { isUnneeded } from "../artifacts/artifact-references.ts";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { artifactsKeptBy } from "./artifacts-kept-by.ts";
import type { CacheBatch } from "./cache-store.ts";

/**
 * What was used within this time is not cleared away: a run may rely on it, and engines trust what they remember for half
 * of it.
 */
export const PROTECTED_MINUTES = 10;

type Kept = { workspaceId: string; budgetBytes: number } & Omit<CacheBatch, "prints">;

/**
 * Keeps results of a workspace and makes room for them: what takes the least time to make again for each of its bytes
 * goes first, be it one of the new ones. Batches of a workspace wait for each other, so that its budget holds.
 *
 * Gives the hashes of artifacts that nothing in the workspace points to any more; their rows are gone.
 */
export async function keepCached(database: Database, kept: Kept): Promise<string[]> {
  return inTransaction(database, async (client) => {
    await client.query("select pg_advisory_xact_lock(hashtextextended('patchbay-cache ' || $1, 0))", [
      kept.workspaceId,
    ]);
    if (kept.entries.length > 0) await insertEntries(client, kept);
    if (kept.links.length > 0) await insertLinks(client, kept);
    if (kept.used.length > 0) {
      await client.query("update cache_entries set used_at = now() where workspace_id = $1 and key = any($2::text[])", [
        kept.workspaceId,
        kept.used,
      ]);
    }
    return kept.entries.length > 0 ? makeRoom(client, kept) : [];
  });
}

async function insertEntries(client: pg.PoolClient, { workspaceId, entries: given }: Kept) {
  const entries = [...new Map(given.map((entry) => [entry.key, entry])).values()];
  const refs = entries.flatMap((entry) => artifactsKeptBy(entry).map((ref) => ({ key: entry.key, ...ref })));
  await client.query(
    `insert into cache_entries
       (workspace_id, key, result, run_id, run_number, ended_at_ms, saved_ms, record_bytes, artifact_bytes)
     select $1, e.key, e.result::json, e.run_id, e.run_number, e.ended_at_ms, e.saved_ms, e.record_bytes, e.artifact_bytes
     from unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[], $7::float8[], $8::bigint[], $9::bigint[])
       as e(key, result, run_id, run_number, ended_at_ms, saved_ms, record_bytes, artifact_bytes)
     on conflict (workspace_id, key) do update set
       result = excluded.result, run_id = excluded.run_id, run_number = excluded.run_number,
       ended_at_ms = excluded.ended_at_ms, saved_ms = excluded.saved_ms, record_bytes = excluded.record_bytes,
       artifact_bytes = excluded.artifact_bytes, used_at = now()`,
    [
      workspaceId,
      entries.map(({ key }) => key),
      entries.map(({ result }) => JSON.stringify(result)),
      entries.map(({ cached }) => cached.runId),
      entries.map(({ cached }) => cached.runNumber ?? null),
      entries.map(({ cached }) => cached.at),
      entries.map(({ cached }) => cached.savedMs),
      entries.map(({ recordBytes }) => recordBytes),
      entries.map(({ artifactBytes }) => artifactBytes),
    ],
  );
  await client.query("delete from cache_artifacts where workspace_id = $1 and key = any($2::text[])", [
    workspaceId,
    entries.map(({ key }) => key),
  ]);
  if (refs.length === 0) return;
  // The run's own batch, which writes the same rows, may still be on its way.
  await client.query(
    `insert into artifacts (workspace_id, hash, size_bytes, media_type, is_made)
     select distinct on (a.hash) $1::uuid, a.hash, a.size_bytes, a.media_type, true
     from unnest($2::text[], $3::bigint[], $4::text[]) as a(hash, size_bytes, media_type) order by a.hash
     on conflict do nothing`,
    [
      workspaceId,
      refs.map(({ hash }) => hash),
      refs.map(({ sizeBytes }) => sizeBytes),
      refs.map(({ mediaType }) => mediaType),
    ],
  );
  await client.query(
    `insert into cache_artifacts (workspace_id, key, hash)
     select $1, key, hash from unnest($2::text[], $3::text[]) as r(key, hash) on conflict do nothing`,
    [workspaceId, refs.map(({ key }) => key), refs.map(({ hash }) => hash)],
  );
}

async function insertLinks(client: pg.PoolClient, { workspaceId, links }: Kept) {
  const keyOfPath = new Map(links);
  await client.query(
    `insert into cache_links (workspace_id, path, key)
     select $1, l.path, l.key from unnest($2::text[], $3::text[]) as l(path, key)
     join cache_entries e on e.workspace_id = $1 and e.key = l.key
     on conflict (workspace_id, path) do update set key = excluded.key`,
    [workspaceId, [...keyOfPath.keys()], [...keyOfPath.values()]],
  );
}

/** Results in use first, then by the time they save for each byte: what does not fit into the budget goes. */
async function makeRoom(client: pg.PoolClient, { workspaceId, budgetBytes, entries }: Kept): Promise<string[]> {
  const { rows: evicted } = await client.query<{ key: string }>(
    `select key from (
       select key, sum(record_bytes + artifact_bytes) over (
         order by used_at > now() - interval '${PROTECTED_MINUTES} minutes' and key <> all($2::text[]) desc,
           saved_ms / greatest(record_bytes + artifact_bytes, 1) desc, key
       ) as bytes
       from cache_entries where workspace_id = $1
     ) ranked where bytes > $3`,
    [workspaceId, entries.map(({ key }) => key), budgetBytes],
  );
  if (evicted.length === 0) return [];
  const keys = evicted.map(({ key }) => key);
  const { rows: held } = await client.query<{ hash: string }>(
    "select distinct hash from cache_artifacts where workspace_id = $1 and key = any($2::text[])",
    [workspaceId, keys],
  );
  await client.query("delete from cache_entries where workspace_id = $1 and key = any($2::text[])", [
    workspaceId,
    keys,
  ]);
  const { rows: freed } = await client.query<{ hash: string }>(
    `delete from artifacts a where workspace_id = $1 and hash = any($2::text[]) and ${isUnneeded("a")} returning hash`,
    [workspaceId, held.map(({ hash }) => hash)],
  );
  return freed.map(({ hash }) => hash);
}
