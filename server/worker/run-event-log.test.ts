import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunEvent, StepResultRecord } from "../../graph/run-events.ts";
import type { Database } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import { createBell } from "../queue/ring-bell.ts";
import { createRunEventLog, type RunRecorder } from "./run-event-log.ts";
import {
  chain,
  createTestWorkflow,
  logOf,
  queueTestRun,
  readEvents,
  readRun,
  type TestWorkflow,
} from "./runs-for-tests.ts";

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;

beforeAll(async () => {
  db = await createTestDatabase();
  queue = await openQueue(db.database);
  workflow = await createTestWorkflow(db.database);
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

const silent = { fenced: () => {}, cancelRequested: () => {}, broken: () => {} };

/** A run as a worker has it that claimed it for the `attempt`th time. */
async function claimedRun(attempt = 1) {
  const runId = await queueTestRun({ database: db.database, queue }, workflow, chain("a", "b", "c"));
  await claimAs(runId, attempt);
  return { runId, workspaceId: workflow.workspaceId, attempt, lastSeq: 0, stepCount: 3 };
}
const claimAs = (runId: string, attempt: number) =>
  db.database.$client.query("update runs set status = 'running', attempt = $2 where id = $1", [runId, attempt]);

const started = (nodeId: string): RunEvent => ({ type: "step.started", nodeId, at: 1, attempt: 1 });
const finished = (nodeId: string, record: Partial<StepResultRecord> = {}): RunEvent => ({
  type: "step.finished",
  nodeId,
  at: 2,
  durationMs: 1,
  outputs: {},
  ...record,
});
const openLog = (database: Database = db.database) => createRunEventLog({ database, bell: createBell(db.database) });
const checkpoints = async (runId: string) => {
  const { rows } = await db.database.$client.query<{ node_id: string }>(
    "select node_id from run_steps where run_id = $1 order by node_id",
    [runId],
  );
  return rows.map(({ node_id }) => node_id);
};

test("events of many runs are numbered without gaps, whatever comes together", async () => {
  const log = openLog();
  const runs = await Promise.all(Array.from({ length: 20 }, () => claimedRun()));
  const recorders = runs.map((run) => log.open(run, silent));

  for (let round = 0; round < 10; round++) {
    recorders.forEach((recorder, index) => {
      recorder.add([started(`n${round}`), finished(`n${round}`)]);
      if ((round + index) % 3 === 0) void recorder.flush();
    });
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await Promise.all(recorders.map((recorder) => recorder.end(9, "succeeded")));

  for (const { runId } of runs) {
    const events = await readEvents(db.database, runId);
    expect(events.length).toBe(21);
    expect((await checkpoints(runId)).length).toBe(10);
    expect(await readRun(db.database, runId)).toMatchObject({ status: "succeeded", lastSeq: 21 });
  }
});

test("a worker that lost its run to a newer attempt writes nothing: no event, no checkpoint, no end", async () => {
  const log = openLog();
  const run = await claimedRun();
  let isFenced = false;
  const zombie = log.open(run, { ...silent, fenced: () => (isFenced = true) });
  zombie.add([started("a"), finished("a")]);
  await zombie.flush();

  await claimAs(run.runId, 2);
  zombie.add([finished("b")]);
  await expect(zombie.flush()).rejects.toThrow("belongs to a newer attempt than 1");
  await expect(zombie.end(9, "succeeded")).rejects.toThrow("belongs to a newer attempt than 1");

  expect(isFenced).toBe(true);
  expect(logOf(await readEvents(db.database, run.runId))).toEqual(["step.started a", "step.finished a"]);
  expect(await checkpoints(run.runId)).toEqual(["a"]);
  expect(await readRun(db.database, run.runId)).toMatchObject({ status: "running", attempt: 2, lastSeq: 2 });
});

test("of one worker's runs only the lost one is refused, though they share a statement", async () => {
  const log = openLog();
  const [lost, own] = await Promise.all([claimedRun(), claimedRun()]);
  const recorders = [lost, own].map((run) => log.open(run, silent));
  await claimAs(lost.runId, 2);

  for (const recorder of recorders) recorder.add([finished("a")]);
  const [first, second] = await Promise.allSettled(recorders.map((recorder) => recorder.flush()));

  expect([first!.status, second!.status]).toEqual(["rejected", "fulfilled"]);
  expect([await checkpoints(lost.runId), await checkpoints(own.runId)]).toEqual([[], ["a"]]);
});

test("a write that happened though its answer was lost is not repeated", async () => {
  const run = await claimedRun();
  const recorder = openLog(failing(db.database, [1], "after")).open(run, silent);

  recorder.add([started("a"), finished("a")]);
  await recorder.end(9, "failed", { kind: "crashed", message: "It crashed." });

  expect(logOf(await readEvents(db.database, run.runId))).toEqual([
    "step.started a",
    "step.finished a",
    "run.finished failed",
  ]);
  expect(await readRun(db.database, run.runId)).toMatchObject({ status: "failed", failure: { kind: "crashed" } });
});

test("for whichever statement fails, before or after it had its effect, the record is the same", async () => {
  for (const when of ["before", "after"] as const) {
    for (let nth = 1; nth <= 4; nth++) {
      const run = await claimedRun();
      const recorder = openLog(failing(db.database, [nth, nth + 1], when)).open(run, silent);
      for (const nodeId of ["a", "b", "c"]) {
        recorder.add([started(nodeId), finished(nodeId)]);
        await recorder.flush();
      }
      await recorder.end(9, "succeeded");

      expect((await readEvents(db.database, run.runId)).length).toBe(7);
      expect(await checkpoints(run.runId)).toEqual(["a", "b", "c"]);
    }
  }
});

test("an event that the database refuses breaks its own run, and another run in the same batch is recorded", async () => {
  const log = openLog();
  const [bad, good] = await Promise.all([claimedRun(), claimedRun()]);
  let reason = "";
  const broken = log.open(bad, { ...silent, broken: (error) => (reason = error.message) });
  const whole = log.open(good, silent);

  // A raw NUL cannot be sent as a text parameter.
  broken.add([finished("a\u0000b")]);
  whole.add([finished("a")]);
  const [first] = await Promise.allSettled([broken.flush(), whole.flush()]);
  await broken.end(9, "failed", { kind: "crashed", message: "It could not be recorded." });

  expect(first.status).toBe("rejected");
  expect(reason).not.toBe("");
  expect(await checkpoints(good.runId)).toEqual(["a"]);
  expect(logOf(await readEvents(db.database, bad.runId))).toEqual(["run.finished failed"]);
});

test("artifacts of a step get rows for the workspace and the run, thumbnails and whole lists included", async () => {
  const run = await claimedRun();
  const ref = (digit: string) => ({ hash: digit.repeat(64), sizeBytes: 20_000, mediaType: "image/png" });
  const image = {
    kind: "image" as const,
    preview: { kind: "image" as const, width: 1, height: 1, channels: 3, thumbnail: ref("b") },
    artifact: ref("a"),
  };
  const recorder = openLog().open(run, silent);

  recorder.add([finished("a", { outputs: { image, list: { count: 300, items: [image, null], whole: ref("c") } } })]);
  recorder.add([finished("b", { outputs: { image } })]);
  await recorder.flush();

  const hashes = async (table: string, where: string, value: string) =>
    (
      await db.database.$client.query<{ hash: string }>(`select hash from ${table} where ${where} = $1 order by hash`, [
        value,
      ])
    ).rows.map(({ hash }) => hash[0]);
  expect(await hashes("run_artifacts", "run_id", run.runId)).toEqual(["a", "b", "c"]);
  expect(await hashes("artifacts", "workspace_id", run.workspaceId)).toEqual(["a", "b", "c"]);
});

test("of a burst of progress only the last of each step is kept", async () => {
  const run = await claimedRun();
  const recorder: RunRecorder = openLog().open(run, silent);

  recorder.add([started("a")]);
  for (let done = 1; done <= 500; done++)
    recorder.add([{ type: "step.progress", nodeId: "a", at: done, done, total: 500 }]);
  await recorder.flush();

  const events = await readEvents(db.database, run.runId);
  expect(events.length).toBe(2);
  expect(events.at(-1)).toMatchObject({ done: 500 });
});

test("a cancellation that nobody rang for is seen with the next write", async () => {
  const run = await claimedRun();
  let isAsked = false;
  const recorder = openLog().open(run, { ...silent, cancelRequested: () => (isAsked = true) });
  await db.database.$client.query("update runs set cancel_requested_at = now() where id = $1", [run.runId]);

  recorder.add([started("a")]);
  await recorder.flush();

  expect(isAsked).toBe(true);
});

/** The database, but the given statements, counted from 1, break the connection before or after they had their effect. */
function failing(database: Database, nths: number[], when: "before" | "after"): Database {
  let count = 0;
  const query = async (statement: pg.QueryConfig) => {
    const isFault = nths.includes(++count);
    if (isFault && when === "before") throw new Error("Connection terminated unexpectedly");
    const result = await database.$client.query(statement);
    if (isFault) throw new Error("Connection terminated unexpectedly");
    return result;
  };
  return { $client: { query } } as unknown as Database;
}

test("a run that ends tells where its time went", async () => {
  const log = openLog();
  const run = await claimedRun();
  const recorder = log.open({ ...run, graph: chain("a", "b") }, silent);

  const hash = "f".repeat(64);
  recorder.add([finished("a", { durationMs: 4, models: { [hash]: 2.5 } }), finished("b", { durationMs: 9 })]);
  recorder.add([finished("c", { durationMs: 0, cached: { runId: run.runId, at: 1, savedMs: 70 } })]);
  await recorder.end(9, "succeeded");

  expect(await readRun(db.database, run.runId)).toMatchObject({
    computed: ["n:work", `m:${hash}`],
    computedMs: [13, 2.5],
    savedMs: 70,
  });
  await log.close();
});
