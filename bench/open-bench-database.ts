import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "../server/db/client.ts";
import { startLocalPostgres } from "../server/db/local-postgres/start-local-postgres.ts";
import { stopLocalPostgres } from "../server/db/local-postgres/stop-local-postgres.ts";
import { migrateDatabase } from "../server/db/migrate-database.ts";

/** A migrated database on a Postgres of its own, as `npm start` runs it: every commit reaches the disk. */
export async function openBenchDatabase() {
  const dir = mkdtempSync(path.join(tmpdir(), "patchbay-bench-"));
  const { url } = await startLocalPostgres(dir);
  await migrateDatabase(url);
  const database = openDatabase(url, { name: "bench", maxConnections: 30 });
  return {
    dir,
    url,
    database,
    close: async () => {
      await database.close();
      await stopLocalPostgres(dir);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
