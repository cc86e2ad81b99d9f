import { expect, test } from "vitest";
import { requeueForgottenRuns } from "../queue/requeue-forgotten-runs.ts";
import { createTestEnginePool } from "../worker/engine-pool-for-tests.ts";
import { readEvents, readRun, until, untilOver } from "../worker/runs-for-tests.ts";
import { answerApproval } from "./answer-approval.ts";
import { listRunWaits } from "./list-run-waits.ts";
import { useWaitingRuns } from "./waiting-runs-for-tests.ts";

const waiting = useWaitingRuns();

test("a time brings it back by itself, not before it has come", async () => {
  await waiting.work();
  const runId = await waiting.queued("d delay ms=1500", "b");

  const [run] = await untilOver(waiting.database, [runId]);

  const [wait] = await listRunWaits(waiting.context, { runId });
  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
  const again = (await readEvents(waiting.database, runId)).findLast(({ type }) => type === "run.started");
  expect(again!.at).toBeGreaterThanOrEqual(wait!.dueAt!.getTime());
});

test("a time that comes while no worker is there is kept by the next one", async () => {
  const first = await waiting.work();
  const runId = await waiting.queued("d delay ms=600000");
  await waiting.untilWaiting(runId);
  await first.stop();
  await waiting.makeDue(runId);

  await waiting.work();
  const [run] = await untilOver(waiting.database, [runId]);

  expect(run!.status).toBe("succeeded");
});

test("a time limit answers a question that nobody answered, and later answers come too late", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask ms=300");

  await untilOver(waiting.database, [runId]);

  await expect(answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringMatching(/^Nobody answered in time: the time limit ended at /),
  });
});

test("answered before its time limit, it comes back once, and the limit's job changes nothing", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask ms=600000");
  await waiting.untilWaiting(runId);

  await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(waiting.database, [runId]);
  await waiting.makeDue(runId);
  await until("The limit's job gone", async () => (await waiting.liveJobs(runId)).length === 0);

  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
  const { status, attempt, lastSeq, finishedAt } = run!;
  expect(await readRun(waiting.database, runId)).toMatchObject({ status, attempt, lastSeq, finishedAt });
});

test("a job for its time that was lost is put into the queue again", async () => {
  const worker = await waiting.work();
  const runId = await waiting.queued("d delay ms=600000");
  await waiting.untilWaiting(runId);
  await worker.stop();
  await waiting.database.$client.query("delete from pgboss.job where data->>'runId' = $1", [runId]);
  await waiting.makeDue(runId);

  const count = await requeueForgottenRuns(waiting.services);
  await waiting.work();
  const [run] = await untilOver(waiting.database, [runId]);

  expect(count).toBe(1);
  expect(run!.status).toBe("succeeded");
});

test("waiting does not count against the time limit, and what is used up of it does", async () => {
  const left: (number | null)[] = [];
  const pool = createTestEnginePool();
  await waiting.work({
    pool: { ...pool, run: (request, on) => (left.push(request.timeoutMs), pool.run(request, on)) },
  });
  const runId = await waiting.queued("a ms=200", "q ask");
  await waiting.database.$client.query("update runs set timeout_ms = 60000 where id = $1", [runId]);
  await waiting.untilWaiting(runId);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { workedMs } = await readRun(waiting.database, runId);

  await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });
  await untilOver(waiting.database, [runId]);

  expect(workedMs).toBeGreaterThanOrEqual(200);
  expect(left.at(-1)).toBe(60_000 - workedMs);
});

test("a run whose time was used up before it could go on has failed for that", async () => {
  const worker = await waiting.work();
  const runId = await waiting.queued("q ask");
  await waiting.untilWaiting(runId);
  await worker.stop();
  await waiting.database.$client.query("update runs set timeout_ms = 1000, worked_ms = 1000 where id = $1", [runId]);

  await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });
  await waiting.work();
  const [run] = await untilOver(waiting.database, [runId]);

  expect(run).toMatchObject({ status: "failed", failure: { kind: "timeout" } });
});
