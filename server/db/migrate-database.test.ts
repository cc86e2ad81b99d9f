import { expect, test } from "vitest";
import pg from "pg";
import { createEmptyDatabase } from "./database-for-tests.ts";
import { migrateDatabase } from "./migrate-database.ts";

async function query(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

function as(url: string, user: string): string {
  const address = new URL(url);
  address.username = user;
  address.password = "secret";
  return address.href;
}

test("four processes that migrate at once all succeed, and migrating again changes nothing", async () => {
  const { url, close } = await createEmptyDatabase();

  await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url)));
  const once = await query(url, "select count(*)::int as n from drizzle.__drizzle_migrations");
  await migrateDatabase(url);
  const again = await query(url, "select count(*)::int as n from drizzle.__drizzle_migrations");

  expect(again).toEqual(once);
  expect(await query(url, "select * from workflows")).toEqual([]);
  await close();
});

test("a user who may not make roles is told what an administrator has to run, and after that it works", async () => {
  const { url, close } = await createEmptyDatabase();
  await query(
    url,
    "drop role if exists plain_user",
    "create role plain_user login password 'secret'",
    "grant all on schema public to plain_user",
  );
  await query(url, `grant create on database ${new URL(url).pathname.slice(1)} to plain_user`);

  // The roles are of the whole server and may be there already; the membership is not.
  await expect(migrateDatabase(as(url, "plain_user"))).rejects.toThrow(
    "grant patchbay_tenant, patchbay_system, patchbay_share to plain_user;",
  );
  await query(
    url,
    "do $$ begin create role patchbay_tenant nologin; exception when duplicate_object then null; end $$",
    "do $$ begin create role patchbay_system nologin; exception when duplicate_object then null; end $$",
    "do $$ begin create role patchbay_share nologin; exception when duplicate_object then null; end $$",
    "grant patchbay_tenant, patchbay_system, patchbay_share to plain_user",
  );
  await migrateDatabase(as(url, "plain_user"));

  // An owner who is no superuser is behind row-level security too; it sees all as a member of the system role.
  await query(as(url, "plain_user"), "insert into workspaces (name) values ('one'), ('two')");
  expect(await query(as(url, "plain_user"), "select count(*)::int as n from workspaces")).toEqual([{ n: 2 }]);
  expect(
    await query(as(url, "plain_user"), "begin", "set local role patchbay_tenant", "select * from workspaces"),
  ).toEqual([]);
  await close();
});

test("a user who may not make tables is told which rights are missing", async () => {
  const { url, close } = await createEmptyDatabase();
  await query(url, "drop role if exists poor_user", "create role poor_user login createrole password 'secret'");
  await query(
    url,
    "do $$ begin create role patchbay_tenant nologin; exception when duplicate_object then null; end $$",
    "do $$ begin create role patchbay_system nologin; exception when duplicate_object then null; end $$",
    "do $$ begin create role patchbay_share nologin; exception when duplicate_object then null; end $$",
    "grant patchbay_tenant, patchbay_system, patchbay_share to poor_user",
  );

  await expect(migrateDatabase(as(url, "poor_user"))).rejects.toThrow("grant create on schema public to poor_user;");
  await close();
});

test("a user who may make roles needs no administrator", async () => {
  const { url, close } = await createEmptyDatabase();
  const database = new URL(url).pathname.slice(1);
  await query(
    url,
    "drop role if exists maker",
    "create role maker login createrole password 'secret'",
    `alter database ${database} owner to maker`,
  );
  await query(url, "grant patchbay_tenant, patchbay_system, patchbay_share to maker with admin option").catch(() => {});

  await migrateDatabase(as(url, "maker"));

  expect(await query(as(url, "maker"), "select * from workflows")).toEqual([]);
  await close();
});

test("every table of a workspace is behind row-level security, and the others are known", async () => {
  const { url, close } = await createEmptyDatabase();
  await migrateDatabase(url);

  const rows = await query(
    url,
    `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as secured,
       exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant') as isolated,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id') as owned
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
  );

  const open = rows.filter(({ secured, isolated }) => !(secured && isolated)).map(({ name }) => name);
  expect(open).toEqual([
    "accounts",
    "model_batching",
    "model_placements",
    "rate_limits",
    "sessions",
    "sign_in_tries",
    "verifications",
    "workers",
  ]);
  expect(rows.filter(({ owned }) => owned).length).toBeGreaterThan(8);
  await close();
});
