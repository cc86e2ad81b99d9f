import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { dataDir } from "./places.ts";

/** How often events of runs have been looked for since the database began; whoever watches a run looks every two seconds. */
export async function looksForEvents(): Promise<number> {
  const access = readdirSync(dataDir).find((name) => /^postgres-\d+\.json$/.test(name))!;
  const { password, port } = JSON.parse(readFileSync(path.join(dataDir, access), "utf8")) as {
    password: string;
    port: number;
  };
  const client = new pg.Client({ host: "127.0.0.1", port, user: "patchbay", password, database: "patchbay" });
  await client.connect();
  const { rows } = await client.query<{ looks: string }>(
    "select sum(seq_scan + coalesce(idx_scan, 0)) as looks from pg_stat_user_tables where relname like 'run_events%'",
  );
  await client.end();
  return Number(rows[0]!.looks);
}
