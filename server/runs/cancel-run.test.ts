import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { createTestEnginePool } from "../worker/engine-pool-for-tests.ts";
import {
  chain,
  createTestWorkflow,
  logOf,
  queueTestRun,
  readEvents,
  readRun,
  type TestWorkflow,
  until,
  untilOver,
} from "../worker/runs-for-tests.ts";
import { startWorker, type Worker, type WorkerOptions } from "../worker/start-worker.ts";
import { storeForTests } from "../worker/store-for-tests.ts";
import { cancelRun } from "./cancel-run.ts";
import { openRunServices, type RunContext } from "./run-services.ts";

let db: TestDatabase;
let services: Awaited<ReturnType<typeof openRunServices>>;
let workflow: TestWorkflow;
let context: RunContext;
let workers: Worker[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  services = await openRunServices({ database: db.database, databaseUrl: db.url });
  workflow = await createTestWorkflow(db.database);
  context = {
    tenant: tenantOf(db.database, workflow.workspaceId),
    userId: "somebody",
    role: "runner",
    runServices: services,
  };
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});
afterAll(async () => {
  await services.close();
  await db.close();
});

const queued = (...lines: string[]) =>
  queueTestRun({ database: db.database, queue: services.queue }, workflow, chain(...lines));

async function work(options: Partial<WorkerOptions> = {}): Promise<Worker> {
  const worker = await startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool: createTestEnginePool(),
    artifacts: storeForTests,
    slots: 4,
    onLog: () => {},
    timing: { finishGraceMs: 20, goodbyeMs: 60_000 },
    ...options,
  });
  workers.push(worker);
  return worker;
}

const isRunning = (runId: string) => async () =>
  logOf(await readEvents(db.database, runId)).some((line) => line.startsWith("step.started"));

test("a queued run ends at once, and no worker ever starts it", async () => {
  const runId = await queued("a");

  await cancelRun(context, { runId });
  const cancelled = await readRun(db.database, runId);
  await work();
  const other = await queued("a");
  await untilOver(db.database, [other]);

  expect(cancelled).toMatchObject({ status: "cancelled", startedAt: null });
  expect(await readRun(db.database, runId)).toMatchObject({
    status: "cancelled",
    attempt: cancelled.attempt,
    lastSeq: cancelled.lastSeq,
    finishedAt: cancelled.finishedAt,
  });
  expect(logOf(await readEvents(db.database, runId))).toEqual(["run.finished cancelled"]);
});

test("a running run is stopped by the bell alone", async () => {
  await work({ timing: { tickMs: 60_000, finishGraceMs: 20 } });
  const runId = await queued("a", "b hang", "c");
  await until("The run", isRunning(runId));

  await cancelRun(context, { runId });
  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "cancelled", owner: null });
  expect(logOf(await readEvents(db.database, runId)).slice(-3)).toEqual([
    "run.cancelling",
    "step.skipped c",
    "run.finished cancelled",
  ]);
});

test("a lost bell is made up for by the poll", async () => {
  await work({ timing: { tickMs: 100, finishGraceMs: 20 } });
  const runId = await queued("a hang");
  await until("The run", isRunning(runId));

  await db.database.$client.query("update runs set cancel_requested_at = now() where id = $1", [runId]);

  const [run] = await untilOver(db.database, [runId]);
  expect(run!.status).toBe("cancelled");
});

test("a run that lies between two workers ends at once", async () => {
  const first = await work();
  const runId = await queued("a hang");
  await until("The run", isRunning(runId));
  await first.stop();

  await cancelRun(context, { runId });

  expect(await readRun(db.database, runId)).toMatchObject({ status: "cancelled", owner: null });
  await readEvents(db.database, runId);
});

test("a run whose worker died without a word ends at once", async () => {
  const runId = await queued("a");
  await db.database.$client.query(
    `insert into workers (id, name, lock_key, slots) values ('dead', 'dead', 4711, 1) on conflict do nothing`,
  );
  await db.database.$client.query("update runs set status = 'running', owner = 'dead', attempt = 1 where id = $1", [
    runId,
  ]);

  await cancelRun(context, { runId });

  expect(await readRun(db.database, runId)).toMatchObject({ status: "cancelled", attempt: 2 });
});

test("a run that is over keeps its outcome, however often it is cancelled", async () => {
  await work();
  const runId = await queued("a");
  await untilOver(db.database, [runId]);

  await cancelRun(context, { runId });
  await cancelRun(context, { runId });

  expect(await readRun(db.database, runId)).toMatchObject({ status: "succeeded", cancelRequestedAt: null });
});

test("cancelled in any moment of its life, a run has one outcome", async () => {
  await work({ slots: 8 });

  const brief = Array.from({ length: 39 }, () => queued("a", "b ms=3", "c ms=3"));
  // One that is not over before, however late a busy machine comes to cancel it.
  const runIds = await Promise.all([...brief, queued("a", "b hang")]);
  await Promise.all(
    runIds.map(async (runId, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 2));
      await cancelRun(context, { runId });
    }),
  );
  const rows = await untilOver(db.database, runIds);

  for (const { id, status } of rows) {
    expect(logOf(await readEvents(db.database, id)).at(-1)).toBe(`run.finished ${status}`);
  }
  expect(rows.some(({ status }) => status === "cancelled")).toBe(true);
});

test("another workspace's run is not found", async () => {
  const other = await createTestWorkflow(db.database);
  const runId = await queued("a");

  const attempt = cancelRun({ ...context, tenant: tenantOf(db.database, other.workspaceId) }, { runId });

  await expect(attempt).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await readRun(db.database, runId)).toMatchObject({ status: "queued" });
});
