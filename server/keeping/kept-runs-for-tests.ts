import { createHash, randomUUID } from "node:crypto";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { chain, type TestWorkflow } from "../worker/runs-for-tests.ts";

export const hashOf = (name: string) => createHash("sha256").update(name).digest("hex");

type RunGiven = {
  /** Null while it goes on. */
  endedDaysAgo?: number | null;
  isStarred?: boolean;
  /** Name and bytes of what it points to. */
  artifacts?: Record<string, number>;
  events?: number;
};

/** Puts runs of one workspace into the tables as if they had run, numbered in the order in which they are made. */
export function createKeptRuns(database: Database, { workspaceId, workflowId }: TestWorkflow) {
  const { $client: client } = database;
  let number = 0;

  async function addArtifact(name: string, sizeBytes: number, isMade = true) {
    await client.query(
      "insert into artifacts (workspace_id, hash, size_bytes, media_type, is_made) values ($1, $2, $3, 'text/plain', $4) on conflict do nothing",
      [workspaceId, hashOf(name), sizeBytes, isMade],
    );
  }

  /** Gives its number. */
  async function add({ endedDaysAgo = 1, isStarred = false, artifacts = {}, events = 1 }: RunGiven = {}) {
    const id = randomUUID();
    number += 1;
    await client.query(
      `insert into runs (workspace_id, id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by,
         status, last_seq, is_starred, finished_at, terms)
       values ($1, $2, $3, $4, 1, $5, '{}', '{"total": 1}', 'me', case when $6::float8 is null then 'running' else 'succeeded' end,
         $7, $8, now() - $6::float8 * interval '1 day', '{g:editor}')`,
      [workspaceId, id, number, workflowId, JSON.stringify(chain("a")), endedDaysAgo, events, isStarred],
    );
    await client.query(
      `insert into run_events (workspace_id, run_id, seq, type, event)
       select $1, $2, seq, 'step.log', '{}' from generate_series(1, $3) as seq`,
      [workspaceId, id, events],
    );
    for (const [name, sizeBytes] of Object.entries(artifacts)) {
      await addArtifact(name, sizeBytes);
      await client.query("insert into run_artifacts (workspace_id, run_id, hash) values ($1, $2, $3)", [
        workspaceId,
        id,
        hashOf(name),
      ]);
    }
    return number;
  }

  return {
    add,
    addArtifact,
    async numbers(): Promise<number[]> {
      const { rows } = await client.query<{ number: number }>(
        "select number from runs where workspace_id = $1 order by number",
        [workspaceId],
      );
      return rows.map((row) => row.number);
    },
    /** Which of these are there. */
    async artifacts(...names: string[]): Promise<string[]> {
      const { rows } = await client.query<{ hash: string }>("select hash from artifacts where workspace_id = $1", [
        workspaceId,
      ]);
      return names.filter((name) => rows.some(({ hash }) => hash === hashOf(name)));
    },
  };
}

/** A store that only hears what is to be removed. */
export function createHearingStore(): Pick<ArtifactStore, "remove"> & { removed: string[] } {
  const removed: string[] = [];
  return {
    removed,
    remove: (hash) => {
      removed.push(hash);
      return Promise.resolve(true);
    },
  };
}
