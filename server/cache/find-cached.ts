import "#server-only";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { artifactsKeptBy } from "./artifacts-kept-by.ts";
import type { CacheEntry, CacheFindings } from "./cache-store.ts";
import { dropCached } from "./drop-cached.ts";

type Row = {
  paths: string[];
  key: string;
  result: CacheEntry["result"];
  run_id: string;
  run_number: number | null;
  ended_at_ms: string;
  saved_ms: number;
  record_bytes: string;
  artifact_bytes: string;
};

/**
 * Results of the workspace under the given structural and content keys, marked as used, so that nothing clears them away
 * while a run relies on them. One whose artifacts are not all in the store is dropped instead.
 */
export async function findCached(
  { database, artifacts }: { database: Database; artifacts: Pick<ArtifactStore, "has"> },
  { workspaceId, paths, keys }: { workspaceId: string; paths: readonly string[]; keys: readonly string[] },
): Promise<CacheFindings> {
  const { rows } = await database.$client.query<Row>({
    name: "find-cached",
    text: statement,
    values: [workspaceId, paths, keys],
  });
  if (rows.length === 0) return { entries: [], links: [], isEmpty: await hasNone(database, workspaceId) };
  const findings: CacheFindings = { entries: [], links: [], isEmpty: false };
  const presence = new Map<string, Promise<boolean>>();
  const isThere = (hash: string) => {
    const known = presence.get(hash) ?? artifacts.has(hash);
    presence.set(hash, known);
    return known;
  };
  for (const row of rows) {
    const entry = entryOf(row);
    const there = await Promise.all(artifactsKeptBy(entry).map(({ hash }) => isThere(hash)));
    if (there.includes(false)) {
      await dropCached(database, { workspaceId, key: entry.key });
      continue;
    }
    findings.entries.push(entry);
    for (const path of row.paths) findings.links.push([path, entry.key]);
  }
  return findings;
}

function entryOf(row: Row): CacheEntry {
  const { key, result, run_id: runId, run_number: runNumber } = row;
  return {
    key,
    result,
    cached: {
      runId,
      ...(runNumber !== null && { runNumber }),
      at: Number(row.ended_at_ms),
      savedMs: row.saved_ms,
    },
    recordBytes: Number(row.record_bytes),
    artifactBytes: Number(row.artifact_bytes),
  };
}

async function hasNone(database: Database, workspaceId: string): Promise<boolean> {
  const { rows } = await database.$client.query<{ some: boolean }>(
    "select exists (select from cache_entries where workspace_id = $1) as some",
    [workspaceId],
  );
  return rows[0]?.some !== true;
}

const statement = `
with link as (
  select key, array_agg(path) as paths from cache_links where workspace_id = $1 and path = any($2::text[]) group by key
)
update cache_entries e set used_at = now()
from (
  select wanted.key, coalesce(link.paths, '{}') as paths
  from (select key from link union select unnest($3::text[])) wanted left join link using (key)
) found
where e.workspace_id = $1 and e.key = found.key
returning found.paths, e.key, e.result, e.run_id, e.run_number, e.ended_at_ms, e.saved_ms, e.record_bytes, e.artifact_bytes`;
