import { existsSync } from "node:fs";
import { openDatabase } from "../db/client.ts";
import type { Database } from "../db/client.ts";
import { startLocalPostgres } from "../db/local-postgres/start-local-postgres.ts";
import { stopLocalPostgres } from "../db/local-postgres/stop-local-postgres.ts";
import { readEnv } from "../env.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Opens the database of `DATABASE_URL` or of the data folder. Joins the local Postgres where it runs; one that had to be
 * started for this is ended again.
 *
 * @throws UsageError where there is neither an address nor a data folder
 */
export async function withDatabase<T>(
  work: (opened: { database: Database; databaseUrl: string }) => Promise<T>,
  { maxConnections = 1 } = {},
): Promise<T> {
  const { databaseUrl, dataDir } = readEnv();
  if (databaseUrl === undefined && !existsSync(dataDir)) {
    throw new UsageError(
      `There is no data folder ${dataDir}. Set PATCHBAY_DATA or DATABASE_URL to where workflows are saved.`,
    );
  }
  const local = databaseUrl === undefined ? await startLocalPostgres(dataDir) : null;
  const url = databaseUrl ?? local!.url;
  const database = openDatabase(url, { name: "patchbay cli", maxConnections });
  try {
    return await work({ database, databaseUrl: url });
  } finally {
    await database.close();
    if (local?.startedByUs) await stopLocalPostgres(dataDir);
  }
}
