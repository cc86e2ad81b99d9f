import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import { createTestEnginePool } from "./engine-pool-for-tests.ts";
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
} from "./runs-for-tests.ts";
import { startWorker, type Worker, type WorkerOptions } from "./start-worker.ts";
import { storeForTests } from "./store-for-tests.ts";

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;
let workers: Worker[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  queue = await openQueue(db.database);
  workflow = await createTestWorkflow(db.database);
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

const parts = () => ({ database: db.database, queue });
const queued = (...lines: string[]) => queueTestRun(parts(), workflow, chain(...lines));

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

test("a run is claimed at once, and what happens in it is recorded in order", async () => {
  await work();
  const runId = await queued("a", "b ms=5");

  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "succeeded", attempt: 1, owner: null, failure: null, lastSeq: 6 });
  expect(run!.stepCounts).toEqual({ total: 2, running: 0, succeeded: 2, failed: 0, skipped: 0 });
  expect(logOf(await readEvents(db.database, runId))).toEqual([
    "run.started 1",
    "step.started a",
    "step.finished a",
    "step.started b",
    "step.finished b",
    "run.finished succeeded",
  ]);
});

test("a run that waited while no worker was there is found without a bell", async () => {
  const runId = await queued("a");

  await work();

  const [run] = await untilOver(db.database, [runId]);
  expect(run!.status).toBe("succeeded");
});

test("no more runs go on at a time than the worker has slots, and each that ends makes room for the next", async () => {
  let running = 0;
  let most = 0;
  const pool = createTestEnginePool();
  // None ends before as many go on as may.
  const full = Promise.withResolvers<void>();
  const counting: WorkerOptions["pool"] = {
    ...pool,
    run: async (...args) => {
      most = Math.max(most, ++running);
      if (running === 2) full.resolve();
      await full.promise;
      return pool.run(...args).finally(() => running--);
    },
  };
  await work({ pool: counting, slots: 2, timing: { pollMs: 60_000, finishGraceMs: 20 } });

  const runIds = await Promise.all(Array.from({ length: 9 }, () => queued("a ms=20")));
  await untilOver(db.database, runIds);

  expect(most).toBe(2);
});

test("of what waits, the highest priority starts first, and the oldest within it", async () => {
  const started: string[] = [];
  const first = await queued("a");
  const second = await queued("a");
  const urgent = await queueTestRun(parts(), workflow, chain("a"), { priority: 10 });
  await work({ slots: 1, pool: createTestEnginePool({ onExecute: ({ runId }) => void started.push(runId) }) });

  await untilOver(db.database, [first, second, urgent]);

  expect(started).toEqual([urgent, first, second]);
});

test("two workers share the runs, and no step is executed twice", async () => {
  const executed: string[] = [];
  const onExecute = ({ runId, nodeId }: { runId: string; nodeId: string }) => void executed.push(`${runId} ${nodeId}`);
  await Promise.all([1, 2].map(() => work({ pool: createTestEnginePool({ onExecute }) })));

  const runIds = await Promise.all(Array.from({ length: 40 }, () => queued("a", "b ms=2", "c")));
  const rows = await untilOver(db.database, runIds);

  expect(executed.length).toBe(120);
  expect(new Set(executed).size).toBe(120);
  expect(rows.every(({ attempt, status }) => attempt === 1 && status === "succeeded")).toBe(true);
});

test("a failed step fails the run, and its failure is on the run", async () => {
  await work();

  const runId = await queued("a", "b fail", "c");

  const [run] = await untilOver(db.database, [runId]);
  expect(run).toMatchObject({ status: "failed", stepCounts: { total: 3, succeeded: 2, failed: 1 } });
});

test("text with NUL and half of a surrogate pair is recorded as it is", async () => {
  const text = "a\u0000b\ud800c";
  await work();

  const runId = await queued(`a work text=${JSON.stringify(text)}`);
  await untilOver(db.database, [runId]);

  const finished = (await readEvents(db.database, runId)).find(({ type }) => type === "step.finished");
  expect(finished).toMatchObject({ outputs: { value: { inline: text } } });
});

test("a run that loses its engine once goes on with what it had finished", async () => {
  const executed: string[] = [];
  const onExecute = ({ nodeId, attempt }: { nodeId: string; attempt: number }) =>
    void executed.push(`${nodeId} ${attempt}`);
  await work({ pool: createTestEnginePool({ onExecute }) });

  const runId = await queued("a", "b work dieOnAttempt=1", "c");

  const [run] = await untilOver(db.database, [runId]);
  expect(run).toMatchObject({ status: "succeeded", attempt: 2, enginesLost: 1, workersLost: 0 });
  expect(executed).toEqual(["a 1", "b 1", "b 2", "c 2"]);
  expect(run!.stepCounts).toMatchObject({ succeeded: 3, running: 0 });
});

test("a run that takes its engine down twice ends as poison and says so, and other runs go on", async () => {
  await work();

  const [poisonous, healthy] = await Promise.all([queued("a", "b die"), queued("a", "b ms=50")]);

  const [poisoned, well] = [await untilOver(db.database, [poisonous]), await untilOver(db.database, [healthy])].flat();
  expect(poisoned).toMatchObject({ status: "failed", attempt: 2, enginesLost: 2, failure: { kind: "poison" } });
  expect(poisoned!.failure!.message).toContain(
    "2 times, so it is not tried again. The last time: the engine ended with signal SIGKILL",
  );
  expect(well).toMatchObject({ status: "succeeded", attempt: 1 });
  await readEvents(db.database, poisonous);
});

test("a worker that ends hands its runs back without a mark against them, and another goes on", async () => {
  const executed: string[] = [];
  const onExecute = ({ nodeId, attempt }: { nodeId: string; attempt: number }) =>
    void executed.push(`${nodeId} ${attempt}`);
  const first = await work({ pool: createTestEnginePool({ onExecute }) });
  const runId = await queued("a", "b hang slowAttempt=1", "c");
  await until("Step b", () => executed.includes("b 1"));

  await first.stop();
  const between = await readRun(db.database, runId);
  await work({ pool: createTestEnginePool({ onExecute }) });

  const [run] = await untilOver(db.database, [runId]);
  expect(between).toMatchObject({ status: "running", owner: null });
  expect(run).toMatchObject({ status: "succeeded", attempt: 2, workersLost: 0, enginesLost: 0 });
  expect(executed).toEqual(["a 1", "b 1", "b 2", "c 2"]);
  expect(logOf(await readEvents(db.database, runId))).not.toContain("run.finished cancelled");
});

test("runs that the queue has forgotten are put into it again", async () => {
  const runId = await queued("a");
  await db.database.$client.query("delete from pgboss.job where name = 'runs' and data->>'runId' = $1", [runId]);

  await work();

  const [run] = await untilOver(db.database, [runId]);
  expect(run!.status).toBe("succeeded");
});
