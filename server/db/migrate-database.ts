import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { installQueue } from "../queue/install-queue.ts";
import { openDatabase } from "./client.ts";
import { ensureRoles } from "./ensure-roles.ts";
import { secureTables } from "./secure-tables.ts";

/** Any number, the same in all processes: two migrators at once would otherwise both make the same tables. */
const MIGRATION_LOCK = 727_001;

const migrationsFolder = fileURLToPath(new URL("../../drizzle", import.meta.url));

/**
 * Brings the database to the newest schema: roles, tables, row-level security, the queue. Several processes may call it
 * at once; one works, the others wait and find nothing left to do.
 *
 * @throws Error with the statements an administrator has to run, where the user of this address may not make what is needed.
 */
export async function migrateDatabase(url: string): Promise<void> {
  // A connection of its own: the lock belongs to the session, and a pool would not say which one holds it.
  const client = new pg.Client({ connectionString: url, application_name: "patchbay migrations" });
  client.on("error", () => {}); // the query under way reports it
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await ensureRoles(client);
    await applyMigrations(client);
    await secureTables(client);
    await installQueueOver(url);
  } finally {
    await client.end();
  }
}

async function applyMigrations(client: pg.Client): Promise<void> {
  try {
    await migrate(drizzle({ client }), { migrationsFolder });
  } catch (error) {
    if (!isDenied(error)) throw error;
    const { rows } = await client.query<{ user: string; database: string }>(
      `select quote_ident(current_user) as user, quote_ident(current_database()) as database`,
    );
    const { user, database } = rows[0]!;
    throw new Error(
      `The database user ${user} may not make the tables. Let an administrator run in this database: ` +
        `grant create on database ${database} to ${user}; grant create on schema public to ${user};`,
      { cause: error },
    );
  }
}

async function installQueueOver(url: string): Promise<void> {
  const database = openDatabase(url, { name: "patchbay migrations", maxConnections: 3 });
  try {
    await installQueue(database);
  } finally {
    await database.close();
  }
}

/** drizzle wraps what Postgres says. */
function isDenied(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === "42501" || (cause !== undefined && cause !== null && isDenied(cause));
}
