import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { requeueForgottenRuns } from "../queue/requeue-forgotten-runs.ts";
import { cancelRun } from "../runs/cancel-run.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
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
import { answerApproval } from "./answer-approval.ts";
import { countApprovals, listApprovals } from "./list-approvals.ts";
import { listRunWaits } from "./list-run-waits.ts";

vi.setConfig({ testTimeout: 60_000 });

let db: TestDatabase;
let services: Awaited<ReturnType<typeof openRunServices>>;
let workflow: TestWorkflow;
let context: RunContext;
let workers: Worker[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  services = await openRunServices({ database: db.database, databaseUrl: db.url });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
});
afterAll(async () => {
  await services.close();
  await db.close();
});

async function queued(...lines: string[]): Promise<string> {
  workflow = await createTestWorkflow(db.database);
  context = {
    tenant: tenantOf(db.database, workflow.workspaceId),
    userId: "somebody",
    role: "editor",
    runServices: services,
  };
  return queueTestRun({ database: db.database, queue: services.queue }, workflow, chain(...lines));
}

async function work(options: Partial<WorkerOptions> = {}): Promise<Worker> {
  const worker = await startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool: createTestEnginePool(),
    artifacts: storeForTests,
    slots: 4,
    onLog: () => {},
    timing: { finishGraceMs: 20, pollMs: 60_000, tickMs: 100 },
    ...options,
  });
  workers.push(worker);
  return worker;
}

const untilWaiting = (runId: string) =>
  until("The run waiting", async () => (await readRun(db.database, runId)).status === "waiting", 20_000);
const liveJobs = async (runId: string) =>
  (
    await db.database.$client.query<{ state: string }>(
      "select state from pgboss.job where name = 'runs' and data->>'runId' = $1 and state < 'completed'",
      [runId],
    )
  ).rows.map(({ state }) => state);
const startedIn = async (runId: string) =>
  logOf(await readEvents(db.database, runId)).filter((line) => /^(run|step)\.started/.test(line));

test("a run that waits for a person is held by nobody and has no job, and its answer brings it back", async () => {
  const worker = await work();
  const runId = await queued("a", "q ask", "b");
  await untilWaiting(runId);

  const parked = await readRun(db.database, runId);
  const jobs = await liveJobs(runId);
  const answer = await answerApproval(context, { runId, nodeId: "q", decision: "approved", note: "Fine." });
  const [run] = await untilOver(db.database, [runId]);

  expect(parked).toMatchObject({ owner: null, jobId: null, finishedAt: null, stepCounts: { succeeded: 2, paused: 1 } });
  expect(worker.activeRuns()).toEqual([]);
  expect(jobs).toEqual([]);
  expect(answer).toEqual({ answered: 1 });
  expect(run).toMatchObject({ status: "succeeded", attempt: 2, timesParked: 1, workersLost: 0 });
  expect(logOf(await readEvents(db.database, runId))).toEqual([
    "run.started 1",
    "step.started a",
    "step.finished a",
    "step.started q",
    "step.waiting q",
    "step.started b",
    "step.finished b",
    "run.waiting",
    "run.started 2",
    "step.started q",
    "step.finished q",
    "run.finished succeeded",
  ]);
  expect(await listRunWaits(context, { runId })).toMatchObject([
    { nodeId: "q", kind: "approval", answer: "approved", answeredByName: "A former member", note: "Fine." },
  ]);
});

test("it waits while there are no workers, and comes back to one that was not there before", async () => {
  const first = await work();
  const runId = await queued("q ask");
  await untilWaiting(runId);
  await first.stop();

  await answerApproval(context, { runId, nodeId: "q", decision: "rejected" });
  const between = await readRun(db.database, runId);
  await work();
  const [run] = await untilOver(db.database, [runId]);

  expect(between.status).toBe("queued");
  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
});

test("of two who answer at once the first one's answer stands, and the second hears who it was", async () => {
  await work();
  const runId = await queued("q ask");
  await untilWaiting(runId);

  const answers = await Promise.allSettled(
    (["approved", "rejected"] as const).map((decision) =>
      answerApproval(context, { runId, nodeId: "q", decision, note: decision }),
    ),
  );
  await untilOver(db.database, [runId]);

  const refused = answers.filter((answer) => answer.status === "rejected");
  const [stored] = await listRunWaits(context, { runId });
  expect(refused).toHaveLength(1);
  expect(refused[0]!.reason).toMatchObject({ code: "CONFLICT", reason: "answered" });
  expect(refused[0]!.reason.message).toMatch(/^A former member (approved|rejected) this already, at .* UTC: "/);
  expect(refused[0]!.reason.message).toContain(stored!.answer);
  expect((await startedIn(runId)).filter((line) => line.startsWith("run."))).toHaveLength(2);
});

test("items of a list are answered one by one or together, and the run comes back when all are", async () => {
  await work();
  const runId = await queued("q ask items=3");
  await untilWaiting(runId);

  await answerApproval(context, { runId, nodeId: "q", item: "1", decision: "rejected" });
  const between = await readRun(db.database, runId);
  const open = await listApprovals(context);
  const rest = await answerApproval(context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(db.database, [runId]);

  expect(between.status).toBe("waiting");
  expect(open.items.map(({ item }) => item)).toEqual(["0", "2"]);
  expect(rest).toEqual({ answered: 2 });
  expect(run!.status).toBe("succeeded");
  expect((await listRunWaits(context, { runId })).map(({ item, answer }) => `${item} ${answer}`)).toEqual([
    "0 approved",
    "1 rejected",
    "2 approved",
  ]);
});

test("an answer while the run is still at work is not lost: it does not wait at all", async () => {
  await work();
  const runId = await queued("q ask", "b ms=1500");
  await until("The question", async () => (await countApprovals(context)) === 1, 20_000);

  await answerApproval(context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
});

test("with two questions, the answer to one brings it back, and it waits again for the other", async () => {
  await work();
  const runId = await queued("q ask", "r ask");
  await untilWaiting(runId);

  await answerApproval(context, { runId, nodeId: "r", decision: "approved" });
  await until("The second wait", async () => (await readRun(db.database, runId)).timesParked === 2);
  await untilWaiting(runId);
  const open = await listApprovals(context);
  await answerApproval(context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(db.database, [runId]);

  expect(open.items.map(({ nodeId }) => nodeId)).toEqual(["q"]);
  expect(run).toMatchObject({ status: "succeeded", attempt: 3, timesParked: 2 });
});

test("what had failed before it waited does not run again, and the run has failed in the end", async () => {
  await work();
  const runId = await queued("bad fail", "q ask");
  await untilWaiting(runId);

  await answerApproval(context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "failed", stepCounts: { failed: 1, succeeded: 1 } });
  expect(await startedIn(runId)).toEqual([
    "run.started 1",
    "step.started bad",
    "step.started q",
    "run.started 2",
    "step.started q",
  ]);
});

test("a time brings it back by itself, not before it has come", async () => {
  await work();
  const runId = await queued("d delay ms=1500", "b");
  await untilWaiting(runId);
  const [wait] = await listRunWaits(context, { runId });

  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
  const again = (await readEvents(db.database, runId)).findLast(({ type }) => type === "run.started");
  expect(again!.at).toBeGreaterThanOrEqual(wait!.dueAt!.getTime());
});

test("a time that comes while no worker is there is kept by the next one", async () => {
  const first = await work();
  const runId = await queued("d delay ms=300");
  await untilWaiting(runId);
  await first.stop();
  await new Promise((resolve) => setTimeout(resolve, 400));

  await work();
  const [run] = await untilOver(db.database, [runId]);

  expect(run!.status).toBe("succeeded");
});

test("a time limit answers a question that nobody answered, and later answers come too late", async () => {
  await work();
  const runId = await queued("q ask ms=300");

  await untilOver(db.database, [runId]);

  await expect(answerApproval(context, { runId, nodeId: "q", decision: "approved" })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringMatching(/^Nobody answered in time: the time limit ended at /),
  });
});

test("answered before its time limit, it comes back once, and the limit's job changes nothing", async () => {
  await work();
  const runId = await queued("q ask ms=1200");
  await untilWaiting(runId);

  await answerApproval(context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(db.database, [runId]);
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
  expect(await readRun(db.database, runId)).toEqual(run);
  expect(await liveJobs(runId)).toEqual([]);
});

test("a job for its time that was lost is put into the queue again", async () => {
  const worker = await work();
  const runId = await queued("d delay ms=300");
  await untilWaiting(runId);
  await worker.stop();
  await db.database.$client.query("delete from pgboss.job where data->>'runId' = $1", [runId]);
  await new Promise((resolve) => setTimeout(resolve, 400));

  const count = await requeueForgottenRuns({ ...services, database: db.database });
  await work();
  const [run] = await untilOver(db.database, [runId]);

  expect(count).toBe(1);
  expect(run!.status).toBe("succeeded");
});

test("one that only waits for a person is not taken for forgotten", async () => {
  await work();
  const runId = await queued("q ask");
  await untilWaiting(runId);

  const count = await requeueForgottenRuns({ ...services, database: db.database });

  expect(count).toBe(0);
  expect((await readRun(db.database, runId)).status).toBe("waiting");
});

test("cancelled while it waits, it ends at once, asks nobody any more, and answers are refused", async () => {
  await work();
  const runId = await queued("q ask ms=60000");
  await untilWaiting(runId);
  const before = await countApprovals(context);

  await cancelRun(context, { runId });
  const attempt = answerApproval(context, { runId, nodeId: "q", decision: "approved" });

  await expect(attempt).rejects.toMatchObject({ code: "CONFLICT", reason: "run-over" });
  expect(await readRun(db.database, runId)).toMatchObject({ status: "cancelled" });
  expect([before, await countApprovals(context)]).toEqual([1, 0]);
  expect(logOf(await readEvents(db.database, runId)).slice(-2)).toEqual(["run.waiting", "run.finished cancelled"]);
  await until("The job gone", async () => (await liveJobs(runId)).length === 0);
});

test("cancelled in any moment around its wait, a run has one outcome", async () => {
  await work({ slots: 8 });
  const first = await queued("a ms=2", "q ask", "b ms=3");
  const more = await Promise.all(
    Array.from({ length: 24 }, () =>
      queueTestRun({ database: db.database, queue: services.queue }, workflow, chain("a ms=2", "q ask", "b ms=3")),
    ),
  );
  const runIds = [first, ...more];

  await Promise.all(
    runIds.map(async (runId, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 4));
      await cancelRun(context, { runId });
    }),
  );
  const rows = await untilOver(db.database, runIds);

  for (const { id, status } of rows) {
    expect(status).toBe("cancelled");
    expect(logOf(await readEvents(db.database, id)).at(-1)).toBe("run.finished cancelled");
  }
});

test("answered in any moment around its parking, every run comes back and ends once", async () => {
  await work({ slots: 8 });
  const first = await queued("q ask", "b ms=5");
  const more = await Promise.all(
    Array.from({ length: 24 }, () =>
      queueTestRun({ database: db.database, queue: services.queue }, workflow, chain("q ask", "b ms=5")),
    ),
  );
  const runIds = [first, ...more];

  await Promise.all(
    runIds.map((runId) =>
      until(
        "The answer",
        () =>
          answerApproval(context, { runId, nodeId: "q", decision: "approved" }).then(
            () => true,
            ({ code }: { code: string }) => code !== "NOT_FOUND",
          ),
        20_000,
      ),
    ),
  );
  const rows = await untilOver(db.database, runIds);

  expect(new Set(rows.map(({ status, attempt }) => `${status} ${attempt}`))).toEqual(new Set(["succeeded 2"]));
});

test("who is below the role that is asked for is refused with both roles named", async () => {
  await work();
  const runId = await queued('q ask role="admin"');
  await untilWaiting(runId);

  const attempt = answerApproval(context, { runId, nodeId: "q", decision: "approved" });

  await expect(attempt).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: "This is to be answered with the role admin or a higher one; yours is editor.",
  });
  expect((await listApprovals(context)).items).toMatchObject([{ role: "admin", mayAnswer: false }]);
  await answerApproval({ ...context, role: "owner" }, { runId, nodeId: "q", decision: "approved" });
  expect((await untilOver(db.database, [runId]))[0]!.status).toBe("succeeded");
});

test("another workspace sees nothing of it and cannot answer", async () => {
  await work();
  const runId = await queued("q ask");
  await untilWaiting(runId);
  const other = await createTestWorkflow(db.database);
  const foreign = { ...context, tenant: tenantOf(db.database, other.workspaceId) };

  expect(await listApprovals(foreign)).toEqual({ items: [], total: 0 });
  await expect(answerApproval(foreign, { runId, nodeId: "q", decision: "approved" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(listRunWaits(foreign, { runId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(answerApproval(context, { runId, nodeId: "zzz", decision: "approved" })).rejects.toMatchObject({
    message: "This step asks for no approval.",
  });
});

test("waiting does not count against the time limit, and what is used up of it does", async () => {
  const left: (number | null)[] = [];
  const pool = createTestEnginePool();
  await work({ pool: { ...pool, run: (request, on) => (left.push(request.timeoutMs), pool.run(request, on)) } });
  const runId = await queued("a ms=200", "q ask");
  await db.database.$client.query("update runs set timeout_ms = 60000 where id = $1", [runId]);
  await untilWaiting(runId);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { workedMs } = await readRun(db.database, runId);

  await answerApproval(context, { runId, nodeId: "q", decision: "approved" });
  await untilOver(db.database, [runId]);

  expect(workedMs).toBeGreaterThanOrEqual(200);
  expect(left.at(-1)).toBe(60_000 - workedMs);
});

test("a run whose time was used up before it could go on has failed for that", async () => {
  const worker = await work();
  const runId = await queued("q ask");
  await untilWaiting(runId);
  await worker.stop();
  await db.database.$client.query("update runs set timeout_ms = 1000, worked_ms = 1000 where id = $1", [runId]);

  await answerApproval(context, { runId, nodeId: "q", decision: "approved" });
  await work();
  const [run] = await untilOver(db.database, [runId]);

  expect(run).toMatchObject({ status: "failed", failure: { kind: "timeout" } });
});
