import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
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
import { createTestEnginePool } from "./engine-pool-for-tests.ts";
import { startWorker, type Worker } from "./start-worker.ts";
import { storeForTests } from "./store-for-tests.ts";
import { killWorker, spawnWorker, type WorkerProcess } from "./worker-processes-for-tests.ts";

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;
let workers: WorkerProcess[] = [];
let survivor: Worker | undefined;

beforeAll(async () => {
  db = await createTestDatabase();
  await db.database.$client.query(
    "create table test_executions (run_id uuid, node_id text, attempt int, pid int, at timestamptz default clock_timestamp())",
  );
  queue = await openQueue(db.database);
  workflow = await createTestWorkflow(db.database);
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => killWorker(worker)));
  workers = [];
  await survivor?.stop();
  survivor = undefined;
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

const queued = (...lines: string[]) => queueTestRun({ database: db.database, queue }, workflow, chain(...lines));

async function spawned(env: Record<string, string> = {}): Promise<WorkerProcess> {
  const worker = await spawnWorker(db.url, env);
  workers.push(worker);
  return worker;
}

/** A worker in this process, quick to start and to notice deaths, that goes on with what the dead left. */
async function startSurvivor(): Promise<void> {
  survivor = await startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool: createTestEnginePool({
      onExecute: async ({ runId, nodeId, attempt }) => {
        const values = [runId, nodeId, attempt];
        await db.database.$client.query(
          "insert into test_executions (run_id, node_id, attempt) values ($1, $2, $3)",
          values,
        );
      },
    }),
    artifacts: storeForTests,
    slots: 4,
    onLog: () => {},
    timing: { tickMs: 100, upkeepEveryS: 1, pollMs: 500, finishGraceMs: 100 },
  });
}

async function executionsOf(runId: string): Promise<string[]> {
  const { rows } = await db.database.$client.query<{ node_id: string; attempt: number }>(
    "select node_id, attempt from test_executions where run_id = $1 order by at",
    [runId],
  );
  return rows.map(({ node_id, attempt }) => `${node_id} ${attempt}`);
}

/** Where a worker is killed while it holds the run a, b, c; then which steps may have run a second time. */
const deaths = [
  { at: "claimed", again: [] },
  { at: "before-engine", again: [] },
  { at: "step-events", again: [] },
  { at: "step a", again: ["a"] },
  { at: "step b", again: ["b"] },
  { at: "step c", again: ["c"] },
  { at: "record", on: 2, again: ["a"] },
  { at: "recorded", on: 2, again: ["b"] },
  { at: "ended", again: [] },
  { at: "finished", again: [] },
  // A step that waits is asked again each time its run comes back.
  { at: "park", steps: ["a", "b delay ms=300", "c"], again: ["b"] },
  { at: "parked", steps: ["a", "b delay ms=300", "c"], again: ["b"] },
  { at: "beat", steps: ["a", "b ms=1200", "c"], again: ["b"] },
];

describe("a worker that is killed", () => {
  test.each(deaths)(
    "at $at: another ends the run, once, and repeats at most the step in flight",
    async ({ at, on, steps, again }) => {
      const doomed = await spawned({ DIE_AT: at, DIE_ON: String(on ?? 1) });
      const runId = await queued(...(steps ?? ["a ms=5", "b ms=5", "c ms=5"]));
      await doomed.exited;
      await startSurvivor();

      const [run] = await untilOver(db.database, [runId]);

      expect(run).toMatchObject({ status: "succeeded", owner: null, enginesLost: 0 });
      const events = logOf(await readEvents(db.database, runId));
      expect(events.at(-1)).toBe("run.finished succeeded");
      expect(events.filter((line) => line.startsWith("step.finished"))).toHaveLength(3);
      const executions = (await executionsOf(runId)).map((line) => line.split(" ")[0]);
      const repeated = executions.filter((nodeId, index) => executions.indexOf(nodeId) !== index);
      expect(again).toEqual(expect.arrayContaining(repeated));
    },
  );
});

test("a question that was asked is asked no second time by the worker that comes after, and its answer holds", async () => {
  const doomed = await spawned({ DIE_AT: "park" });
  const runId = await queued("a", "b ask");
  await doomed.exited;
  const { rows: before } = await db.database.$client.query("select created_at from waits where run_id = $1", [runId]);
  await db.database.$client.query(
    "update waits set answer = 'approved', answered_at = now(), answered_by_name = 'Ada' where run_id = $1",
    [runId],
  );
  await startSurvivor();

  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "succeeded", attempt: 2, timesParked: 0 });
  const { rows: after } = await db.database.$client.query("select created_at from waits where run_id = $1", [runId]);
  expect(before).toHaveLength(1);
  expect(after).toEqual(before);
});

test("a worker killed while it takes over another leaves the rest to a third", async () => {
  const first = await spawned();
  const second = await spawned({ DIE_AT: "takeover", SLOTS: "0" });
  const runId = await queued("a", "b hang slowAttempt=1", "c");
  await until("Step b", async () => (await executionsOf(runId)).includes("b 1"));
  await killWorker(first);
  await second.exited;
  await startSurvivor();

  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
  expect(await executionsOf(runId)).toEqual(["a 1", "b 1", "b 2", "c 2"]);
});

test("while a worker is asked to cancel and killed, the run ends as cancelled all the same", async () => {
  const doomed = await spawned({ DIE_AT: "cancel" });
  const runId = await queued("a", "b hang");
  await until("Step b", async () => (await executionsOf(runId)).includes("b 1"));
  await db.database.$client.query("update runs set cancel_requested_at = now() where id = $1", [runId]);
  await doomed.exited;
  await startSurvivor();

  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "cancelled" });
  expect(await executionsOf(runId)).toEqual(["a 1", "b 1"]);
});

test("a frozen worker loses its runs, and when it thaws it changes nothing and works on", async () => {
  const frozen = await spawned({ SLOTS: "1" });
  const runId = await queued("a", "b ms=6000 slowAttempt=1", "c");
  await until("Step b", async () => (await executionsOf(runId)).includes("b 1"));
  frozen.child.kill("SIGSTOP");
  // Its session lives on in Postgres; only its silence gives it away. The test cuts the wait short.
  await db.database.$client.query(
    "update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'",
  );
  await startSurvivor();
  await until("The other's attempt", async () => (await readRun(db.database, runId)).attempt === 2);
  // Its own step b is over as soon as it thaws.
  await sleep(6_000);
  frozen.child.kill("SIGCONT");

  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
  const events = logOf(await readEvents(db.database, runId));
  expect(events.filter((line) => line === "step.finished b")).toHaveLength(1);
  expect(await executionsOf(runId)).toEqual(["a 1", "b 1", "b 2", "c 2"]);
  await survivor!.stop();
  const [next] = await untilOver(db.database, [await queued("a")]);
  expect(next!.status).toBe("succeeded");
});

test("under repeated kills every run ends once and every step is recorded once", async () => {
  const alive = await Promise.all([spawned(), spawned()]);
  const runIds = await Promise.all(
    Array.from({ length: 30 }, () => queued("a ms=10", "b ms=30", "c ms=10", "d ms=30")),
  );

  for (let round = 0; round < 4; round++) {
    await sleep(250);
    await killWorker(alive[round % 2]!);
    alive[round % 2] = await spawned();
  }
  const rows = await untilOver(db.database, runIds);

  for (const { id, status } of rows) {
    const events = logOf(await readEvents(db.database, id));
    expect([status, events.at(-1)]).toEqual(["succeeded", "run.finished succeeded"]);
    expect(events.filter((line) => line.startsWith("step.finished"))).toHaveLength(4);
  }
});

test("SIGTERM hands the runs back and ends the process, whatever is still at work in it", async () => {
  const first = await spawned();
  const runId = await queued("a", "b hang", "c");
  await until("Step b", async () => (await executionsOf(runId)).includes("b 1"));

  const impatience = setTimeout(() => first.child.kill("SIGKILL"), 60_000);
  await killWorker(first, "SIGTERM");
  clearTimeout(impatience);

  expect(first.child.exitCode).toBe(0);
  expect(await readRun(db.database, runId)).toMatchObject({ status: "running", owner: null, workersLost: 0 });
});

test("a worker that is killed while it hands its runs back loses none of them", async () => {
  const doomed = await spawned({ DIE_AT: "hand-back" });
  const runId = await queued("a", "b hang slowAttempt=1", "c");
  await until("Step b", async () => (await executionsOf(runId)).includes("b 1"));
  await killWorker(doomed, "SIGTERM");
  await startSurvivor();

  const [run] = await untilOver(db.database, [runId]);

  expect(doomed.child.signalCode).toBe("SIGKILL");
  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
  expect(await executionsOf(runId)).toEqual(["a 1", "b 1", "b 2", "c 2"]);
});
