import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { dataDir } from "./places.ts";

/** How often events of runs have been looked for since the database began; whoever watches a run looks every two seconds. */
export async function looksForEvents(): Promise<number> {
  const client = await openDatabase();
  const { rows } = await client.query<{ looks: string }>(
    "select sum(seq_scan + coalesce(idx_scan, 0)) as looks from pg_stat_user_tables where relname like 'run_events%'",
  );
  await client.end();
  return Number(rows[0]!.looks);
}

/** As if the runs of a workflow had ended so many days ago. */
export async function ageRuns(title: string, days: number): Promise<void> {
  const client = await openDatabase();
  await client.query(
    `update runs set started_at = started_at - $2::int * interval '1 day', finished_at = finished_at - $2::int * interval '1 day'
     where finished_at is not null and workflow_id in (select id from workflows where title = $1)`,
    [title, days],
  );
  await client.end();
}

/** All rows of all tables, as text. */
export async function dumpDatabase(): Promise<string> {
  const client = await openDatabase();
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    parts.push(JSON.stringify((await client.query(`select * from ${name}`)).rows));
  }
  await client.end();
  return parts.join("\n");
}

async function openDatabase(): Promise<pg.Client> {
  const access = readdirSync(dataDir).find((name) => /^postgres-\d+\.json$/.test(name))!;
  const { password, port } = JSON.parse(readFileSync(path.join(dataDir, access), "utf8")) as {
    password: string;
    port: number;
  };
  const client = new pg.Client({ host: "127.0.0.1", port, user: "patchbay", password, database: "patchbay" });
  await client.connect();
  return client;
}
