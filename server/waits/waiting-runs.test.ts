import { expect, test } from "vitest";
import { requeueForgottenRuns } from "../queue/requeue-forgotten-runs.ts";
import { cancelRun } from "../runs/cancel-run.ts";
import { logOf, readEvents, readRun, until, untilOver } from "../worker/runs-for-tests.ts";
import { answerApproval } from "./answer-approval.ts";
import { countApprovals } from "./list-approvals.ts";
import { listRunWaits } from "./list-run-waits.ts";
import { useWaitingRuns } from "./waiting-runs-for-tests.ts";

const waiting = useWaitingRuns();

test("a run that waits for a person is held by nobody and has no job, and its answer brings it back", async () => {
  const worker = await waiting.work();
  const runId = await waiting.queued("a", "q ask", "b");
  await waiting.untilWaiting(runId);

  await until("Its worker without it", () => worker.activeRuns().length === 0);
  const parked = await readRun(waiting.database, runId);
  const jobs = await waiting.liveJobs(runId);
  const answer = await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved", note: "Fine." });
  const [run] = await untilOver(waiting.database, [runId]);

  expect(parked).toMatchObject({ owner: null, jobId: null, finishedAt: null, stepCounts: { succeeded: 2, paused: 1 } });
  expect(jobs).toEqual([]);
  expect(answer).toEqual({ answered: 1 });
  expect(run).toMatchObject({ status: "succeeded", attempt: 2, timesParked: 1, workersLost: 0 });
  expect(logOf(await readEvents(waiting.database, runId))).toEqual([
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
  expect(await listRunWaits(waiting.context, { runId })).toMatchObject([
    { nodeId: "q", kind: "approval", answer: "approved", answeredByName: "A former member", note: "Fine." },
  ]);
});

test("it waits while there are no workers, and comes back to one that was not there before", async () => {
  const first = await waiting.work();
  const runId = await waiting.queued("q ask");
  await waiting.untilWaiting(runId);
  await first.stop();

  await answerApproval(waiting.context, { runId, nodeId: "q", decision: "rejected" });
  const between = await readRun(waiting.database, runId);
  await waiting.work();
  const [run] = await untilOver(waiting.database, [runId]);

  expect(between.status).toBe("queued");
  expect(run).toMatchObject({ status: "succeeded", attempt: 2 });
});

test("what had failed before it waited does not run again, and the run has failed in the end", async () => {
  await waiting.work();
  const runId = await waiting.queued("bad fail", "q ask");
  await waiting.untilWaiting(runId);

  await answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });
  const [run] = await untilOver(waiting.database, [runId]);

  expect(run).toMatchObject({ status: "failed", stepCounts: { failed: 1, succeeded: 1 } });
  expect(await waiting.startedIn(runId)).toEqual([
    "run.started 1",
    "step.started bad",
    "step.started q",
    "run.started 2",
    "step.started q",
  ]);
});

test("one that only waits for a person is not taken for forgotten", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask");
  await waiting.untilWaiting(runId);

  const count = await requeueForgottenRuns(waiting.services);

  expect(count).toBe(0);
  expect((await readRun(waiting.database, runId)).status).toBe("waiting");
});

test("cancelled while it waits, it ends at once, asks nobody any more, and answers are refused", async () => {
  await waiting.work();
  const runId = await waiting.queued("q ask ms=60000");
  await waiting.untilWaiting(runId);
  const before = await countApprovals(waiting.context);

  await cancelRun(waiting.context, { runId });
  const attempt = answerApproval(waiting.context, { runId, nodeId: "q", decision: "approved" });

  await expect(attempt).rejects.toMatchObject({ code: "CONFLICT", reason: "run-over" });
  expect(await readRun(waiting.database, runId)).toMatchObject({ status: "cancelled" });
  expect([before, await countApprovals(waiting.context)]).toEqual([1, 0]);
  expect(logOf(await readEvents(waiting.database, runId)).slice(-2)).toEqual(["run.waiting", "run.finished cancelled"]);
  await until("The job gone", async () => (await waiting.liveJobs(runId)).length === 0);
});

test("cancelled in any moment around its wait, a run has one outcome", async () => {
  await waiting.work({ slots: 8 });
  const runIds = await waiting.queuedTogether(25, "a ms=2", "q ask", "b ms=3");

  await Promise.all(
    runIds.map(async (runId, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 4));
      await cancelRun(waiting.context, { runId });
    }),
  );
  const rows = await untilOver(waiting.database, runIds);

  for (const { id, status } of rows) {
    expect(status).toBe("cancelled");
    expect(logOf(await readEvents(waiting.database, id)).at(-1)).toBe("run.finished cancelled");
  }
});
