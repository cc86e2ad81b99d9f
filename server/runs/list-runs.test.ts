import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import type { ServiceContext } from "../service-context.ts";
import { chain, createTestWorkflow, queueTestRun, type TestWorkflow } from "../worker/runs-for-tests.ts";
import { findLatestRun } from "./find-latest-run.ts";
import { listRuns } from "./list-runs.ts";

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;
let context: ServiceContext;
const runIds: string[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  queue = await openQueue(db.database);
  workflow = await createTestWorkflow(db.database);
  context = { tenant: tenantOf(db.database, workflow.workspaceId), userId: "somebody", role: "viewer" };
  for (let index = 0; index < 7; index++) {
    runIds.push(await queueTestRun({ database: db.database, queue }, workflow, chain("a", "b")));
  }
  await db.database.$client.query(
    "update runs set status = 'succeeded', started_at = now() - interval '1.5 s', finished_at = now() where id = any($1::uuid[])",
    [runIds.slice(0, 3)],
  );
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

test("pages follow one another without repeats, newest first, also while runs are started", async () => {
  const first = await listRuns(context, { limit: 3 });
  runIds.push(await queueTestRun({ database: db.database, queue }, workflow, chain("a")));
  const second = await listRuns(context, { limit: 3, cursor: first.nextCursor! });
  const third = await listRuns(context, { limit: 3, cursor: second.nextCursor! });

  const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
  expect(ids).toEqual(runIds.slice(0, 7).reverse());
  expect(third.nextCursor).toBeNull();
});

test("a list can be narrowed to a workflow and a status, and rows say how long a run took", async () => {
  const other = await createTestWorkflow(db.database);

  const done = await listRuns(context, { workflowId: workflow.workflowId, status: "succeeded" });
  const none = await listRuns(context, { workflowId: other.workflowId });

  expect(done.items).toHaveLength(3);
  expect(done.items[0]).toMatchObject({
    durationMs: 1500,
    workflowTitle: "Test",
    stepCounts: { total: 2 },
    isCancelling: false,
  });
  expect(none).toEqual({ items: [], nextCursor: null });
});

test("a list can be narrowed to the runs of whoever asks", async () => {
  await db.database.$client.query("update runs set started_by = 'me' where id = $1", [runIds[2]]);

  const mine = await listRuns({ ...context, userId: "me" }, { workflowId: workflow.workflowId, isMine: true });
  const others = await listRuns({ ...context, userId: "nobody" }, { isMine: true });

  expect(mine.items.map(({ id }) => id)).toEqual([runIds[2]]);
  expect(others.items).toEqual([]);
});

test("another workspace sees none of them", async () => {
  const other = await createTestWorkflow(db.database);
  const theirs = { ...context, tenant: tenantOf(db.database, other.workspaceId) };

  expect(await listRuns(theirs, {})).toEqual({ items: [], nextCursor: null });
  expect(await findLatestRun(theirs, { workflowId: workflow.workflowId })).toBeNull();
});

test("the latest run of a workflow is its newest", async () => {
  expect(await findLatestRun(context, { workflowId: workflow.workflowId })).toEqual({
    runId: runIds.at(-1),
    status: "queued",
    part: { kind: "all" },
  });
});
