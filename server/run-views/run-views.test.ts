import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { createTestWorkflow } from "../worker/runs-for-tests.ts";
import { listRunViews } from "./list-run-views.ts";
import { changeRunView, createRunView, removeRunView } from "./save-run-view.ts";

let db: TestDatabase;
let context: ServiceContext;
let theirs: ServiceContext;

beforeAll(async () => {
  db = await createTestDatabase();
  const [ours, others] = [await createTestWorkflow(db.database), await createTestWorkflow(db.database)];
  context = { tenant: tenantOf(db.database, ours.workspaceId), userId: "me", role: "runner" };
  theirs = { ...context, tenant: tenantOf(db.database, others.workspaceId) };
});
afterAll(() => db.close());

test("a view is saved, changed in part and deleted, for everybody in its workspace and nobody else", async () => {
  const { viewId } = await createRunView(context, {
    name: "Nightly",
    query: "tag:nightly",
    columns: ["status", "tags"],
  });
  await createRunView(context, { name: "all", query: "", columns: [] });
  expect((await listRunViews({ ...context, userId: "another" })).map(({ name }) => name)).toEqual(["all", "Nightly"]);
  expect(await listRunViews(theirs)).toEqual([]);

  await changeRunView(context, { viewId, query: "tag:nightly status:failed" });
  await changeRunView(context, { viewId, name: "Night" });
  expect(await listRunViews(context)).toContainEqual({
    id: viewId,
    name: "Night",
    query: "tag:nightly status:failed",
    columns: ["status", "tags"],
  });

  await expect(removeRunView(theirs, { viewId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(changeRunView(theirs, { viewId, name: "Mine" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await removeRunView(context, { viewId });
  await expect(removeRunView(context, { viewId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a name is taken however it is written, and a query that cannot be read is refused", async () => {
  const { viewId } = await createRunView(context, { name: "Failed", query: "status:failed", columns: [] });

  await expect(createRunView(context, { name: "FAILED", query: "", columns: [] })).rejects.toMatchObject({
    reason: "name-taken",
  });
  await expect(changeRunView(context, { viewId, name: "failed" })).resolves.toBeUndefined();
  await expect(createRunView(theirs, { name: "Failed", query: "", columns: [] })).resolves.toHaveProperty("viewId");
  await expect(createRunView(context, { name: "Bad", query: "stauts:x", columns: [] })).rejects.toMatchObject({
    reason: "bad-query",
  });
});
