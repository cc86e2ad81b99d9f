import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { queueRun } from "../runs/queue-run.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { chain, createTestWorkflow, until } from "../worker/runs-for-tests.ts";

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
beforeAll(async () => {
  db = await createTestDatabase();
  runServices = await openRunServices({
    database: db.database,
    databaseUrl: db.url,
    limits: { queued: 100, running: 5 },
  });
});
afterAll(async () => {
  await runServices.close();
  await db.close();
});

async function workspace() {
  const { workspaceId, workflowId } = await createTestWorkflow(db.database);
  const tenant = tenantOf(db.database, workspaceId);
  const context: RunContext = { tenant, userId: "somebody", role: "runner", runServices };
  const start = () => queueRun(context, { workflowId, version: 1, graph: chain("a"), subGraphs: {}, inputs: {} });
  return { workspaceId, start };
}

const runsOf = async (workspaceId: string) => {
  const { rows } = await db.database.$client.query<{ number: number; has_place: boolean }>(
    "select number, job_id is not null as has_place from runs where workspace_id = $1 order by number",
    [workspaceId],
  );
  return rows;
};

test("of many starts at a time as many are put into the queue as there is room for, and all are numbered without a gap", async () => {
  const { workspaceId, start } = await workspace();

  await Promise.all(Array.from({ length: 20 }, start));

  const runs = await runsOf(workspaceId);
  expect(runs.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(runs.filter((run) => run.has_place)).toHaveLength(5);
});

test("a run is stored though somebody else admits runs of its workspace, and gets its place after that", async () => {
  const { workspaceId, start } = await workspace();
  const other = await db.database.$client.connect();
  await other.query("begin");
  await other.query("select pg_advisory_xact_lock(727004, hashtext($1))", [workspaceId]);

  const started = start();
  await until("The run is stored", async () => (await runsOf(workspaceId)).length === 1);
  expect(await runsOf(workspaceId)).toEqual([{ number: 1, has_place: false }]);

  await other.query("commit");
  other.release();
  await started;
  expect(await runsOf(workspaceId)).toEqual([{ number: 1, has_place: true }]);
});
