import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "./client.ts";
import { startLocalPostgres } from "./local-postgres/start-local-postgres.ts";
import { migrateDatabase } from "./migrate-database.ts";

export type TestDatabase = {
  url: string;
  /** Sees every workspace, as the worker does. */
  database: OpenDatabase;
  close: () => Promise<void>;
};

const TEMPLATE = "patchbay_template";
const TEMPLATE_LOCK = 727_003;

/** What is lost when the machine loses power does not matter to a test. */
const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

/** A migrated database of its own, empty, on the run's real Postgres. Call it once per test file; a clone takes about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url: adminUrl } = await startLocalPostgres(inject("postgresDir"), { settings });
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(adminUrl, async (client) => {
    // Also while cloning: a template must not be in use by two at once.
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const { rowCount } = await client.query("select from pg_database where datname = $1 and datistemplate", [TEMPLATE]);
    if (rowCount === 0) await makeTemplate(client, adminUrl);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  });
  const url = withDatabase(adminUrl, name);
  const database = openDatabase(url, { name: "test" });
  return {
    url,
    database,
    close: async () => {
      await database.close();
      await withClient(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

/** An empty database without any tables, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
  const { url: adminUrl } = await startLocalPostgres(inject("postgresDir"), { settings });
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  await withClient(adminUrl, (client) => client.query(`create database ${name}`));
  return {
    url: withDatabase(adminUrl, name),
    close: () =>
      withClient(adminUrl, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

async function makeTemplate(client: pg.Client, adminUrl: string): Promise<void> {
  await client.query(`drop database if exists ${TEMPLATE} with (force)`);
  await client.query(`create database ${TEMPLATE}`);
  await migrateDatabase(withDatabase(adminUrl, TEMPLATE));
  await client.query(`alter database ${TEMPLATE} is_template true`);
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
