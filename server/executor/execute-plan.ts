import { sourcesOf } from "#graph/order-steps";
import type { Plan } from "#graph/plan";
import type { RunEvent, SkipReason, StepFailureRecord, StepResultRecord } from "#graph/run-events";
import type { CacheAnswer, ExecutorHost, RunResult } from "./executor-host.ts";
import { createFailureTally } from "./create-failure-tally.ts";
import { canRun } from "./lift-flows.ts";
import { eventsAtStart, finishedSteps } from "./finished-steps.ts";
import { finishedEvent, type FinishedEvent } from "./finished-event.ts";
import type { StepLayout } from "./plan-layout.ts";
import { layoutOf } from "./plan-layout.ts";
import { createReadyQueue } from "./ready-queue.ts";
import { recordOutputs } from "./record-outputs.ts";
import { recordWaits } from "./record-waits.ts";
import { runStep, runnerOf, stopStep } from "./run-step.ts";
import { gateReason, skipReason } from "./skip-reason.ts";
import type { RunScope, StepOutcome, StepPause, StepSuccess } from "./step-run.ts";
import { FAILED, HELD, PAUSED, RUNNING, SKIPPED, SUCCEEDED, WAITING } from "./step-status.ts";
import { stopFailure, stoppedResult } from "./stop-failure.ts";
import { toFailure } from "./to-failure.ts";
import { startTurnClock } from "./turn-clock.ts";
import { createValueSlots, notRestored, type StepRecords } from "./value-slots.ts";

/** Work of this length is worth the wait for a commit: it is not done again when the engine is lost. */
const FLUSH_AFTER_MS = 20;
/** Time that nodes get to stop when the run is stopped; then the run ends without them. */
const STOP_GRACE_MS = 2_000;
/** Values that wait to be stored keep their memory, so no step starts while there are more. */
const MAX_PENDING_RECORDS = 64;

/**
 * Starts each step as soon as all that it reads from has ended, the longest critical path first. A synchronous node is
 * called directly, with no promise on its path. A failed step skips what depends on it and nothing else.
 *
 * Rejects only where the host fails (a flush that cannot be made); whatever nodes do is in the result and the events.
 */
export function executePlan(plan: Plan, host: ExecutorHost): Promise<RunResult> {
  return new Promise((resolve, reject) => walk(plan, host, { resolve, reject }));
}

function walk(
  plan: Plan,
  host: ExecutorHost,
  { resolve, reject }: { resolve: (result: RunResult) => void; reject: (error: unknown) => void },
): void {
  const layout = layoutOf(plan);
  const { successors, successorStarts } = layout;
  const runners = layout.types.map((type) => runnerOf(host.runners, type));
  const finished = finishedSteps(layout, host);
  const failedBefore = layout.steps.filter(({ nodeId }) => host.failedSteps && Object.hasOwn(host.failedSteps, nodeId));
  const { cache } = host;
  const records = layout.steps.map((): StepRecords | undefined => undefined);
  const slots = createValueSlots(layout, { host, records });
  const ready = createReadyQueue(layout.steps.length);
  const statuses = new Uint8Array(plan.steps.length);
  const waitsFor = layout.waitsFor.slice();
  const readyAt = new Float64Array(layout.steps.length);
  const skipReasons = new Map<number, SkipReason>();
  /** What the cache said of steps that have not started yet. */
  const answers = new Map<number, CacheAnswer>();
  const stopping = new AbortController();
  const clock = startTurnClock(host);
  /** Some values are not here but in records. */
  let isRestoring = finished.size > 0;
  let isWalking = false;
  let isOver = false;
  let openSteps = 0;
  let pendingRecords = 0;
  const failures = createFailureTally(host);
  let graceTimer: NodeJS.Timeout | undefined;

  const scope: RunScope = {
    host,
    clock: clock.read,
    emit,
    take,
    executePlan,
    signal: stopping.signal,
    isStopping: false,
    runningCalls: 0,
    resumable: [],
    waitingSteps: new Set(),
    wake: goOn,
    isTurnOver: () => (clock.read(), clock.isTurnOver()),
    endTurn: clock.endTurn,
    nextTurn: clock.nextTurn,
  };

  for (const event of eventsAtStart(plan, { layout, host, finished, at: Math.floor(clock.lastAt) })) emit(event);
  for (const [rank, record] of finished) {
    const step = layout.steps[rank]!;
    statuses[rank] = SUCCEEDED;
    records[rank] = record.outputs;
    slots.putRecords(step, record.outputs);
    cache?.recorded(step.step, record, 0);
  }
  for (const rank of finished.keys()) slots.release(layout.steps[rank]!);
  for (const step of failedBefore) countFailure(step, host.failedSteps![step.nodeId]!);
  for (let rank = 0; rank < waitsFor.length; rank++) {
    if (waitsFor[rank] === 0 && statuses[rank] === WAITING) becomeReady(rank);
  }
  for (const rank of finished.keys()) countDown(rank);
  for (const step of failedBefore) settle(step);
  if (host.signal.aborted) stop();
  else host.signal.addEventListener("abort", stop, { once: true });
  goOn();

  /** A node that goes on after the run has ended is heard no more. */
  function emit(event: RunEvent): void {
    if (!isOver) host.emit(event);
  }

  function goOn(): void {
    if (isWalking || isOver) return;
    isWalking = true;
    while (!scope.isStopping && scope.runningCalls < host.maxConcurrency && pendingRecords < MAX_PENDING_RECORDS) {
      const resume = scope.resumable.shift();
      if (resume) {
        resume();
        continue;
      }
      if (ready.size === 0) break;
      if (clock.isTurnOver()) {
        clock.endTurnSoon(goOn);
        break;
      }
      const rank = ready.pop();
      // A step that it reads from runs again, and puts it here again.
      if (waitsFor[rank]! === 0) start(layout.steps[rank]!);
    }
    isWalking = false;
    const isIdle = openSteps === 0 && pendingRecords === 0;
    if (isIdle && (scope.isStopping || ready.size === 0)) end();
  }

  function start(step: StepLayout): void {
    if (step.form.isDisabled) return skip(step, { kind: "disabled" });
    const blocked = step.form.isGated && gateReason(step, { layout, skipReasons, hasFailed });
    if (blocked) return skip(step, blocked);
    const flows = slots.read(step);
    if (!canRun(step, flows)) return skip(step, skipReason(step, { flows, layout, skipReasons, hasFailed }));
    const answer = cache && (answers.get(step.rank) ?? cache.lookUp(step.step));
    if (answer instanceof Promise) {
      const answered = answer.then((late) => void answers.set(step.rank, late));
      return hold(step, answered);
    }
    if (answer?.kind === "hit") return reuse(step, answer.result);
    if (isRestoring && flows.includes(notRestored)) {
      if (answer) answers.set(step.rank, answer);
      return restoreThenStart(step);
    }
    if (answers.size > 0) answers.delete(step.rank);
    openSteps++;
    statuses[step.rank] = RUNNING;
    runStep(scope, {
      layout: step,
      flows,
      runner: runners[step.form.type]!,
      why: answer?.why,
      readyAt: readyAt[step.rank]!,
    });
  }

  /** The step goes on when this is settled, unless something that it reads from runs again: then after that. */
  function hold(step: StepLayout, until: Promise<void>): void {
    openSteps++;
    statuses[step.rank] = HELD;
    void until.then(() => {
      openSteps--;
      if (statuses[step.rank] === HELD) {
        statuses[step.rank] = WAITING;
        if (waitsFor[step.rank]! === 0) ready.push(step.rank);
      }
      goOn();
    });
  }

  function reuse(step: StepLayout, result: StepResultRecord): void {
    answers.delete(step.rank);
    isRestoring = true;
    statuses[step.rank] = SUCCEEDED;
    records[step.rank] = result.outputs;
    slots.putRecords(step, result.outputs);
    emit({ type: "step.finished", nodeId: step.nodeId, at: Math.floor(clock.read()), ...result });
    settle(step);
  }

  function restoreThenStart(step: StepLayout): void {
    scope.runningCalls++;
    hold(
      step,
      slots.restore(step).then((lost) => {
        scope.runningCalls--;
        if (!lost || statuses[lost.rank] !== SUCCEEDED) return;
        const source = layout.steps[lost.rank]!;
        if (cache && source.step.reuse === "allowed" && !source.step.given) return runAfterAll(source);
        failures.reportCrash(step, lost.error);
        statuses[step.rank] = RUNNING;
        openSteps++;
        take(step, { kind: "failed", failure: toFailure(lost.error, step.step.title), durationMs: 0 });
      }),
    );
  }

  /** What an earlier execution gave cannot be read back. The step runs, and what waits for it waits again. */
  function runAfterAll(step: StepLayout): void {
    const { rank } = step;
    records[rank] = undefined;
    slots.reopen(step);
    // What it reads from may be running after all as well.
    const isUnderWay = (source: number) => [WAITING, HELD, RUNNING].includes(statuses[source]!);
    waitsFor[rank] = [...sourcesOf(step.step)].filter(isUnderWay).length;
    for (let at = successorStarts[rank]!; at < successorStarts[rank + 1]!; at++) {
      const successor = successors[at]!;
      if (statuses[successor] === WAITING || statuses[successor] === HELD) waitsFor[successor]!++;
    }
    const told = cache!.lost(step.step).then((why) => void answers.set(rank, { kind: "run", why }));
    hold(step, told);
  }

  function take(step: StepLayout, outcome: StepOutcome): void {
    openSteps--;
    if (outcome.kind === "cancelled") return;
    if (outcome.kind === "waiting") return pause(step, outcome);
    if (outcome.kind === "failed") {
      fail(step, outcome);
      return settle(step);
    }
    statuses[step.rank] = SUCCEEDED;
    slots.put(step, outcome.flows);
    record(step, outcome);
  }

  /** What follows it waits with it; the rest of the run goes on. */
  function pause(step: StepLayout, outcome: StepPause): void {
    statuses[step.rank] = PAUSED;
    Object.assign(failures.steps, outcome.failedSteps);
    pendingRecords++;
    recordWaits(outcome, { title: step.step.title, record: host.record }).then(
      (waits) => {
        pendingRecords--;
        const { nodeId } = step;
        const items = outcome.items === undefined ? {} : { items: outcome.items };
        emit({ type: "step.waiting", nodeId, at: Math.floor(clock.read()), waits, ...items });
        goOn();
      },
      (error: unknown) => {
        pendingRecords--;
        failToRecord(step, { error, durationMs: 0 });
        settle(step);
        goOn();
      },
    );
  }

  function record(step: StepLayout, outcome: StepSuccess): void {
    const mustFlush =
      outcome.durationMs > FLUSH_AFTER_MS &&
      host.flush !== undefined &&
      successorStarts[step.rank + 1]! > successorStarts[step.rank]!;
    let recording: StepRecords;
    try {
      recording = recordOutputs(step, { flows: outcome.flows, record: host.record });
    } catch (error) {
      failToRecord(step, { error, durationMs: outcome.durationMs });
      return settle(step);
    }
    if (cache) records[step.rank] = recording;
    if (!(recording instanceof Promise)) {
      finish(finishedEvent(step, { outcome, records: recording, at: Math.floor(clock.lastAt) }));
      return mustFlush ? flushThenSettle(step) : settle(step);
    }
    const endedAt = clock.lastAt;
    // The next steps need the value, not its record, so they do not wait for it to be stored.
    if (!mustFlush) settle(step);
    pendingRecords++;
    recording.then(
      (stored) => {
        pendingRecords--;
        const recordMs = clock.read() - endedAt;
        finish(finishedEvent(step, { outcome, records: stored, at: Math.floor(clock.lastAt) }), recordMs);
        if (mustFlush) flushThenSettle(step);
        goOn();
      },
      (error: unknown) => {
        pendingRecords--;
        failToRecord(step, { error, durationMs: outcome.durationMs });
        if (mustFlush) settle(step);
        goOn();
      },
    );

    function finish(event: FinishedEvent, recordMs = 0) {
      const more = cache?.recorded(step.step, event, recordMs);
      if (more?.mismatch) event.mismatch = more.mismatch;
      emit(event);
    }
  }

  function flushThenSettle(step: StepLayout): void {
    openSteps++;
    host.flush!().then(() => {
      openSteps--;
      settle(step);
      goOn();
    }, breakOff);
  }

  /** The step ran and its values flow on, but what was not kept cannot be shown: to people that is a failure. */
  function failToRecord(step: StepLayout, { error, durationMs }: { error: unknown; durationMs: number }): void {
    failures.reportCrash(step, error);
    fail(step, { failure: toFailure(error, step.step.title), durationMs });
  }

  function fail(step: StepLayout, { failure, durationMs }: StepFailureRecord): void {
    countFailure(step, { failure, durationMs });
    emit({ type: "step.failed", nodeId: step.nodeId, at: Math.floor(clock.lastAt), durationMs, failure });
  }

  function countFailure(step: StepLayout, failed: StepFailureRecord): void {
    statuses[step.rank] = FAILED;
    failures.count(step, failed);
    cache?.failed(step.step);
  }

  function skip(step: StepLayout, reason: SkipReason): void {
    statuses[step.rank] = SKIPPED;
    skipReasons.set(step.rank, reason);
    cache?.skipped(step.step);
    emit({ type: "step.skipped", nodeId: step.nodeId, at: Math.floor(clock.lastAt), reason });
    settle(step);
  }

  function hasFailed(rank: number): boolean {
    return statuses[rank] === FAILED;
  }

  function settle(step: StepLayout): void {
    slots.release(step);
    countDown(step.rank);
  }

  function countDown(rank: number): void {
    for (let at = successorStarts[rank]!; at < successorStarts[rank + 1]!; at++) {
      const successor = successors[at]!;
      if (--waitsFor[successor]! === 0 && statuses[successor] === WAITING) becomeReady(successor);
    }
  }

  function becomeReady(rank: number): void {
    readyAt[rank] = clock.lastAt;
    ready.push(rank);
  }

  function stop(): void {
    if (isOver) return;
    scope.isStopping = true;
    if (openSteps > 0 && !stopFailure(host.signal.reason))
      emit({ type: "run.cancelling", at: Math.floor(clock.read()) });
    stopping.abort(host.signal.reason);
    for (const run of scope.waitingSteps) stopStep(run, host.signal.reason);
    graceTimer = setTimeout(end, STOP_GRACE_MS);
    goOn();
  }

  function end(): void {
    if (isOver) return;
    clearTimeout(graceTimer);
    host.signal.removeEventListener("abort", stop);
    const result = resultOf();
    const at = Math.floor(clock.read());
    if (scope.isStopping) {
      for (const { rank, nodeId } of layout.steps) {
        if (statuses[rank] !== WAITING && statuses[rank] !== HELD) continue;
        emit({ type: "step.skipped", nodeId, at, reason: { kind: "cancelled" } });
      }
    }
    emit(result.outcome === "waiting" ? { type: "run.waiting", at } : { type: "run.finished", at, ...result });
    isOver = true;
    resolve(result);
  }

  function resultOf(): RunResult {
    if (scope.isStopping) return stoppedResult(host.signal.reason);
    if (statuses.includes(PAUSED)) return { outcome: "waiting", failedSteps: failures.steps };
    const failure = failures.first();
    return failure ? { outcome: "failed", failure } : { outcome: "succeeded" };
  }

  function breakOff(error: unknown): void {
    if (isOver) return;
    isOver = true;
    scope.isStopping = true;
    clearTimeout(graceTimer);
    host.signal.removeEventListener("abort", stop);
    stopping.abort(error);
    for (const run of scope.waitingSteps) stopStep(run, error);
    reject(error);
  }
}
