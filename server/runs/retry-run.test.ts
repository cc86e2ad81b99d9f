import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import { useWaitingRuns } from "../waits/waiting-runs-for-tests.ts";
import { logOf, readEvents, readRun, untilOver } from "../worker/runs-for-tests.ts";
import { writeRunBatch } from "../worker/write-run-batch.ts";
import { cancelRun } from "./cancel-run.ts";
import { getRun } from "./get-run.ts";
import { listRunEvents } from "./list-run-events.ts";
import { retryRun } from "./retry-run.ts";
import { watchRun } from "./watch-run.ts";

const tested = useWaitingRuns();

test("a failed run that is retried keeps what had succeeded and goes on with the rest, in one row of numbered events", async () => {
  await tested.work();
  const runId = await tested.queued("a", "b fail until=2", "c");
  const [failed] = await untilOver(tested.database, [runId]);

  await retryRun(tested.context, { runId });
  const [done] = await untilOver(tested.database, [runId]);

  expect(failed).toMatchObject({ status: "failed", attempt: 1 });
  expect(done).toMatchObject({
    status: "succeeded",
    attempt: 3,
    failure: null,
    stepCounts: { total: 3, succeeded: 3, failed: 0 },
  });
  const events = await readEvents(tested.database, runId);
  expect(logOf(events)).toEqual([
    "run.started 1",
    "step.started a",
    "step.finished a",
    "step.started b",
    "step.failed b",
    "step.started c",
    "step.finished c",
    "run.finished failed",
    "run.retried",
    "run.started 3",
    "step.started b",
    "step.finished b",
    "run.finished succeeded",
  ]);
  const { state } = await getRun(tested.context, { runId });
  expect(state).toEqual(foldRun(queuedRun, events));
  expect(state).toMatchObject({ status: "succeeded", retries: 1, nodes: { b: { tries: [{ how: "failed" }] } } });
});

test("a run that was cancelled can be retried, again and again, and each retry counts its attempts anew", async () => {
  const runId = await tested.queued("a", "b fail until=11");
  await cancelRun(tested.context, { runId });
  await tested.work();

  for (let retry = 1; retry <= 4; retry++) {
    await retryRun(tested.context, { runId });
    const [run] = await untilOver(tested.database, [runId]);
    expect(run).toMatchObject({ status: "failed", attempt: 1 + 2 * retry, enginesLost: 0, timesParked: 2 * retry });
  }
  await retryRun(tested.context, { runId });

  expect(await untilOver(tested.database, [runId])).toMatchObject([{ status: "succeeded" }]);
});

test("of many who retry at once one does, and the others hear how the run is", async () => {
  const runId = await tested.queued("a fail");
  const worker = await tested.work();
  await untilOver(tested.database, [runId]);
  await worker.stop();

  const results = await Promise.allSettled(Array.from({ length: 8 }, () => retryRun(tested.context, { runId })));

  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refused = results.find(({ status }) => status === "rejected") as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ code: "CONFLICT", reason: "not-retriable" });
  expect((refused.reason as Error).message).toMatch(
    /is queued\. Only a run that failed or was cancelled can be retried/,
  );
  expect(await tested.liveJobs(runId)).toHaveLength(1);
});

test("a run that succeeded or does not exist cannot be retried", async () => {
  await tested.work();
  const runId = await tested.queued("a");
  await untilOver(tested.database, [runId]);

  await expect(retryRun(tested.context, { runId })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("nothing to retry"),
  });
  await expect(retryRun(tested.context, { runId: randomUUID() })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("whoever held the run before it ended writes nothing into it after the retry", async () => {
  const runId = await tested.queued("a fail");
  const worker = await tested.work();
  await untilOver(tested.database, [runId]);
  await worker.stop();
  const { attempt, lastSeq } = await readRun(tested.database, runId);
  await retryRun(tested.context, { runId });

  const late: RunEvent = { type: "step.log", nodeId: "a", at: 1, message: "I am still here" };
  const stepCounts = { total: 1, running: 0, succeeded: 0, failed: 0, skipped: 0 };
  for (const beforeSeq of [lastSeq, lastSeq + 1]) {
    const batch = { runId, attempt, beforeSeq, events: [late], stepCounts, newlyCached: 0 };
    expect(await writeRunBatch(tested.database, [batch])).toEqual([{ kind: "fenced" }]);
  }

  expect(logOf(await readEvents(tested.database, runId)).at(-1)).toBe("run.retried");
});

test("whoever watches from the beginning sees over the end of before, and the stream ends with the last one", async () => {
  const runId = await tested.queued("a fail until=3");
  await tested.work();
  await untilOver(tested.database, [runId]);
  await retryRun(tested.context, { runId });

  const seen: RunEvent[] = [];
  const signal = AbortSignal.timeout(60_000);
  for await (const { event } of watchRun(tested.context, { runId, afterSeq: 0, signal })) seen.push(event);

  expect(seen).toEqual(await readEvents(tested.database, runId));
  expect(logOf(seen).filter((line) => line.startsWith("run.finished"))).toEqual([
    "run.finished failed",
    "run.finished succeeded",
  ]);
});

test("a person is asked again after a retry, unless the step had its answer and ended", async () => {
  await tested.work();
  const runId = await tested.queued("a", "q ask", "b fail");
  await tested.untilWaiting(runId);
  await cancelRun(tested.context, { runId });

  await retryRun(tested.context, { runId });
  await tested.untilWaiting(runId);

  expect(await tested.startedIn(runId)).toEqual([
    "run.started 1",
    "step.started a",
    "step.started q",
    "step.started b",
    "run.started 4",
    "step.started q",
    "step.started b",
  ]);
  await cancelRun(tested.context, { runId });
});

test("the events of a run come in pages that follow one another, however large they are", async () => {
  const runId = await tested.queued("a");
  await cancelRun(tested.context, { runId });
  const { workspaceId } = tested.context.tenant;
  await tested.database.$client.query("delete from run_events where run_id = $1", [runId]);
  await tested.database.$client.query(
    `insert into run_events (workspace_id, run_id, seq, type, event)
     select $1, $2, seq, 'step.log', json_build_object('type', 'step.log', 'nodeId', 'a', 'at', seq,
       'message', repeat('x', case when seq between 11 and 20 then 900000 else 1 end))
     from generate_series(1, 2300) as seq`,
    [workspaceId, runId],
  );

  const sizes: number[] = [];
  const seqs: number[] = [];
  for (let after: number | null = 0; after !== null;) {
    const page = await listRunEvents(tested.context, { runId, afterSeq: after });
    sizes.push(page.events.length);
    seqs.push(...page.events.map(({ seq }) => seq));
    after = page.nextAfterSeq;
  }

  expect(seqs).toEqual(Array.from({ length: 2_300 }, (_, index) => index + 1));
  expect(sizes).toEqual([12, 2, 2, 2, 1_000, 1_000, 282]);
});
