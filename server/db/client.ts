import "#server-only";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";

/**
 * The bare database: sees every workspace. Only migrations, sign-in, the worker and the few look-ups that come before a
 * workspace is known hold it; whatever acts for a member gets a `Tenant`.
 */
export type Database = NodePgDatabase & { $client: pg.Pool };

export type OpenDatabase = Database & { close: () => Promise<void> };

export type OpenDatabaseOptions = {
  /** Shown in pg_stat_activity. */
  name?: string;
  maxConnections?: number;
};

/** A pool of connections, opened on demand. A connection that breaks is replaced; only what was under way on it fails. */
export function openDatabase(
  url: string,
  { name = "patchbay", maxConnections = 10 }: OpenDatabaseOptions = {},
): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // Without a listener, a server restart would end the process; the next query opens a new connection.
  pool.on("error", (error) => console.error(`A database connection was lost: ${error.message}`));
  // The pool listens only to idle ones. In a transaction, between two statements, nobody would, and that ends the process as
  // well; whoever holds the transaction hears of it by the next statement.
  pool.on("connect", (client) => client.on("error", () => {}));
  return Object.assign(drizzle({ client: pool }), { close: () => pool.end() });
}
