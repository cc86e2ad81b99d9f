import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database-for-tests.ts";
import { users } from "./schema/accounts.ts";
import { workflows } from "./schema/workflows.ts";
import { members, workspaces } from "./schema/workspaces.ts";
import { type Tenant, tenantOf } from "./tenant.ts";

let test_: TestDatabase;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  test_ = await createTestDatabase();
});
afterAll(() => test_.close());

beforeEach(async () => {
  const { database } = test_;
  await database.delete(workspaces);
  await database.delete(users);
  const rows = await database
    .insert(workspaces)
    .values([{ name: "Ours" }, { name: "Theirs" }])
    .returning();
  ours = tenantOf(database, rows[0]!.id);
  theirs = tenantOf(database, rows[1]!.id);
  for (const tenant of [ours, theirs]) {
    await database
      .insert(workflows)
      .values({ workspaceId: tenant.workspaceId, title: "A workflow", createdBy: "someone" });
  }
});

test("a forgotten where shows one workspace's rows and no others", async () => {
  const rows = await ours.run((tx) => tx.select().from(workflows));

  expect(rows.map(({ workspaceId }) => workspaceId)).toEqual([ours.workspaceId]);
});

test("a forgotten where in an update or delete reaches one workspace's rows only", async () => {
  await ours.run((tx) => tx.update(workflows).set({ title: "Changed" }));
  await ours.run((tx) => tx.delete(workflows));

  const rows = await theirs.run((tx) => tx.select().from(workflows));
  expect(rows.map(({ title }) => title)).toEqual(["A workflow"]);
});

test("a row cannot be written into another workspace", async () => {
  const write = ours.run((tx) =>
    tx.insert(workflows).values({ workspaceId: theirs.workspaceId, title: "Smuggled", createdBy: "someone" }),
  );

  await expect(write).rejects.toMatchObject({ cause: { code: "42501" } });
});

test("the tenant role without a workspace sees nothing", async () => {
  const rows = await test_.database.transaction(async (tx) => {
    await tx.execute(sql`set local role patchbay_tenant`);
    return tx.select().from(workflows);
  });

  expect(rows).toEqual([]);
});

test("role and workspace end with the transaction, also when it fails", async () => {
  await expect(ours.run(() => Promise.reject(new Error("stop")))).rejects.toThrow("stop");

  const rows = await test_.database.execute(
    sql`select current_user as "user", current_setting('patchbay.workspace_id', true) as workspace`,
  );
  expect(rows.rows.map((row) => [row.user, row.workspace || null])).toEqual([["patchbay", null]]);
});

test("services see names of their own workspace's people, and nothing else of accounts", async () => {
  const people = ["us", "them"].map((id) => ({
    id,
    name: id,
    email: `${id}@example.test`,
    origin: "invited" as const,
  }));
  await test_.database.insert(users).values(people);
  await test_.database.insert(members).values([
    { workspaceId: ours.workspaceId, userId: "us", role: "viewer" },
    { workspaceId: theirs.workspaceId, userId: "them", role: "viewer" },
  ]);

  const names = await ours.run((tx) => tx.select({ name: users.name }).from(users));

  expect(names).toEqual([{ name: "us" }]);
  for (const statement of [
    "select * from sessions",
    "select * from accounts",
    "select image from users",
    "update users set name = 'x'",
  ]) {
    await expect(ours.run((tx) => tx.execute(sql.raw(statement)))).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});

test("the worker's own handle sees every workspace", async () => {
  const rows = await test_.database.select().from(workflows).where(eq(workflows.title, "A workflow"));

  expect(rows).toHaveLength(2);
});
