import type pg from "pg";
import { SHARE_ROLE } from "./tenant.ts";

const workspace = "nullif(current_setting('patchbay.workspace_id', true), '')::uuid";
const run = "nullif(current_setting('patchbay.run_id', true), '')::uuid";

/**
 * What a link to a run shows: of each table the rows that belong to the run, and of those the columns that its page needs.
 * A table that is not named here is closed. Models are never given away: of them only the hashes are known, to refuse those.
 */
const tables: Record<string, { columns: readonly string[]; rows: string }> = {
  runs: {
    columns: [
      "workspace_id",
      "id",
      "number",
      "workflow_id",
      "workflow_version",
      "graph",
      "sub_graphs",
      "inputs",
      "part",
      "no_cache",
      "status",
      "last_seq",
      "attempt",
      "created_at",
      "started_at",
      "finished_at",
    ],
    rows: `workspace_id = ${workspace} and id = ${run}`,
  },
  run_events: {
    columns: ["workspace_id", "run_id", "seq", "type", "event"],
    rows: `workspace_id = ${workspace} and run_id = ${run}`,
  },
  run_artifacts: {
    columns: ["workspace_id", "run_id", "hash"],
    rows: `workspace_id = ${workspace} and run_id = ${run}`,
  },
  artifacts: {
    columns: ["workspace_id", "hash", "size_bytes", "media_type"],
    // The subqueries see what the role sees: this run's artifacts, and this workspace's models.
    rows: `workspace_id = ${workspace} and exists (select from run_artifacts r where r.hash = artifacts.hash)
      and not exists (select from model_versions m where m.hash = artifacts.hash)`,
  },
  model_versions: { columns: ["workspace_id", "hash"], rows: `workspace_id = ${workspace}` },
  workflows: {
    columns: ["workspace_id", "id", "title"],
    rows: `workspace_id = ${workspace} and exists (select from runs r where r.workflow_id = workflows.id)`,
  },
};

/** Opens to the role of shares what it may read, after the tables are secured. What is open already is not touched. */
export async function openToShares(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select polrelid::regclass::text as name from pg_policy where polname = 'share'",
  );
  const open = new Set(rows.map(({ name }) => name));
  for (const [table, { columns, rows: shown }] of Object.entries(tables)) {
    if (open.has(table)) continue;
    await client.query(`create policy share on ${table} for select to ${SHARE_ROLE} using (${shown})`);
    await client.query(`grant select (${columns.join(", ")}) on ${table} to ${SHARE_ROLE}`);
  }
}
