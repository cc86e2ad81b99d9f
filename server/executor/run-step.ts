import type { AnyNodeRunner, FlowsByPort } from "#graph/node-runner";
import { HandedOn, NodeError } from "#graph/node-runner";
import { PASSED_ON } from "#graph/plan";
import type { NodeFailure, RunEvent, RunReason } from "#graph/run-events";
import { defaultOutputs, errorOutputs } from "./error-policy.ts";
import { BodyWaits, ItemWaits } from "./item-waits.ts";
import { liftFlows, listOf, pathOf } from "./lift-flows.ts";
import type { StepLayout } from "./plan-layout.ts";
import { retryDelay } from "./retry-delay.ts";
import { reportProgress, StepCall } from "./step-context.ts";
import type { RunScope, StepOutcome, StepRun } from "./step-run.ts";
import type { ItemFlows } from "./take-inputs.ts";
import { takeInputs } from "./take-inputs.ts";
import { BadOutput, takeOutputs } from "./take-outputs.ts";
import { toFailure } from "./to-failure.ts";

/** A step that waited for less was started at once, and its record says nothing of it. */
const LEAST_WAIT_MS = 1;

/**
 * Runs one step: takes its lists apart, calls the runner for each item, retries, keeps the time limit, and answers
 * failures as the node's error policy says. `scope.take` is told the outcome once, before this returns where no call was asynchronous.
 */
export function runStep(scope: RunScope, { layout, flows, runner, why, readyAt }: StepStart): void {
  const run: StepRun = {
    scope,
    layout,
    flows,
    lifted: null,
    runner,
    why,
    context: null,
    attempt: 1,
    readyAt,
    startedAt: 0,
    pending: null,
    position: 0,
    activeCalls: 0,
    results: [undefined],
    failures: null,
    waits: null,
    finishedItems: 0,
    generation: 0,
    timer: null,
    controller: null,
    isResuming: false,
    isOver: false,
    progressAt: 0,
    logLines: 0,
    device: undefined,
    batch: undefined,
    calls: undefined,
    models: undefined,
    inner: null,
  };
  if (layout.form.lift > 0 && !lift(run)) return;
  beginAttempt(run);
}

type StepStart = {
  layout: StepLayout;
  flows: ItemFlows;
  runner: AnyNodeRunner;
  why: RunReason | undefined;
  readyAt: number;
};

export function runnerOf(runners: Readonly<Record<string, AnyNodeRunner>>, type: string): AnyNodeRunner {
  return type === PASSED_ON ? passOn : (runners[type] ?? refuseUnknownType);
}

const refuseUnknownType: AnyNodeRunner = () => {
  throw new Error("no runner is registered for this node type");
};

/** What a bypassed node does. */
const passOn: AnyNodeRunner = ({ inputs }) => new HandedOn(inputs as FlowsByPort); // its inputs are of any kind and depth

function lift(run: StepRun): boolean {
  try {
    run.lifted = liftFlows(run.layout, run.flows);
    run.results = Array.from({ length: run.lifted.items.length });
    return true;
  } catch (error) {
    run.startedAt = run.scope.clock();
    const { title } = run.layout.step;
    run.scope.emit(startedEvent(run));
    finish(run, { kind: "failed", failure: toFailure(error, title), durationMs: 0 });
    return false;
  }
}

function beginAttempt(run: StepRun): void {
  const { scope, layout } = run;
  run.startedAt = scope.clock();
  run.position = 0;
  scope.emit(startedEvent(run));
  run.controller = layout.form.timeoutMs === null ? null : new AbortController();
  run.context = null;
  run.calls = undefined;
  run.models = undefined;
  callItems(run);
}

function startedEvent({ layout: { nodeId }, readyAt, startedAt, attempt, lifted, why }: StepRun): RunEvent {
  const event: RunEvent = { type: "step.started", nodeId, at: Math.floor(startedAt), attempt };
  if (lifted !== null) event.items = lifted.items.length;
  const waitedMs = startedAt - readyAt;
  if (waitedMs >= LEAST_WAIT_MS && attempt === 1) event.waitedMs = Math.round(waitedMs * 10) / 10;
  if (why !== undefined && attempt === 1) event.why = why;
  return event;
}

/** Calls the runner for further items, as many as may be under way, and ends the attempt after the last. */
function callItems(run: StepRun): void {
  if (run.isResuming) return;
  const { scope, pending } = run;
  const count = pending === null ? run.results.length : pending.length;
  while (run.position < count && !scope.isStopping && !isLost(run)) {
    if (run.activeCalls > 0 && scope.runningCalls >= scope.host.maxConcurrency) return;
    if (run.position > 0) {
      if (isTimeOver(run)) return timeOut(run);
      if (scope.isTurnOver()) return resumeNextTurn(run);
    }
    const item = pending === null ? run.position : pending[run.position]!;
    run.position++;
    callItem(run, item);
  }
  if (run.activeCalls === 0) endAttempt(run);
}

/** Whether the step fails whatever its other items do, so that calling for them is no use. */
function isLost(run: StepRun): boolean {
  return run.failures !== null && run.layout.step.onError.policy === "fail" && !canRetry(run);
}

function canRetry({ attempt, layout }: StepRun): boolean {
  return attempt <= layout.step.retry.attempts;
}

function callItem(run: StepRun, item: number): void {
  const { scope, layout, lifted } = run;
  let given: unknown;
  try {
    const inputs = takeInputs(layout.form.inputs, lifted === null ? run.flows : lifted.items[item]!);
    given = run.runner(new StepCall(run, item, inputs));
    if (!isPromise(given)) return takeResult(run, { item, given });
  } catch (error) {
    return takeError(run, { item, error });
  }
  run.activeCalls++;
  scope.runningCalls++;
  waitFor(run);
  const { generation } = run;
  const land = (take: () => void) => {
    if (run.generation !== generation) return;
    run.activeCalls--;
    scope.runningCalls--;
    if (!scope.isStopping) take();
    callItems(run);
    scope.wake();
  };
  given.then(
    (value) => land(() => takeLateResult(run, { item, given: value })),
    (error: unknown) => land(() => takeError(run, { item, error })),
  );
}

function isPromise(given: unknown): given is PromiseLike<unknown> {
  return typeof given === "object" && given !== null && typeof (given as { then?: unknown }).then === "function";
}

/** @throws what `takeOutputs` throws */
function takeResult(run: StepRun, { item, given }: { item: number; given: unknown }): void {
  run.results[item] = takeOutputs(run.layout, given);
  if (run.lifted === null) return;
  run.finishedItems++;
  reportProgress(run, { done: run.finishedItems, total: run.results.length });
}

function takeLateResult(run: StepRun, result: { item: number; given: unknown }): void {
  try {
    takeResult(run, result);
  } catch (error) {
    takeError(run, { item: result.item, error });
  }
}

function takeError(run: StepRun, { item, error }: { item: number; error: unknown }): void {
  if (error instanceof ItemWaits || error instanceof BodyWaits) {
    run.waits ??= new Map();
    run.waits.set(item, error);
    return;
  }
  const { nodeId, type, title } = run.layout.step;
  if (!(error instanceof NodeError)) run.scope.host.onCrash?.({ nodeId, type, error });
  const failure: NodeFailure =
    error instanceof BadOutput ? { kind: "crashed", message: error.message } : toFailure(error, title);
  run.failures ??= new Map();
  run.failures.set(item, failure);
}

function isTimeOver({ scope, startedAt, layout }: StepRun): boolean {
  const { timeoutMs } = layout.step;
  return timeoutMs !== null && scope.clock() - startedAt >= timeoutMs;
}

/** Items that have not finished fail; those that have keep their results, which matters where the policy drops items. */
function timeOut(run: StepRun): void {
  const { scope, layout, pending } = run;
  const { title, timeoutMs } = layout.step;
  const message = `"${title}" did not finish within its time limit of ${timeoutMs} ms. Raise the limit, or give it less to do.`;
  run.generation++;
  scope.runningCalls -= run.activeCalls;
  run.activeCalls = 0;
  run.failures ??= new Map();
  for (const item of pending ?? run.results.keys()) {
    const isOpen = run.results[item] === undefined && !run.failures.has(item) && !run.waits?.has(item);
    if (isOpen) run.failures.set(item, { kind: "timeout", message });
  }
  run.controller?.abort(new NodeError("timeout", message));
  endAttempt(run);
  scope.wake();
}

function waitFor(run: StepRun): void {
  const { scope, layout } = run;
  scope.waitingSteps.add(run);
  if (run.timer !== null || layout.step.timeoutMs === null) return;
  const leftMs = layout.step.timeoutMs - (scope.clock() - run.startedAt);
  run.timer = setTimeout(() => timeOut(run), Math.max(0, leftMs));
}

function resumeNextTurn(run: StepRun): void {
  run.isResuming = true;
  waitFor(run);
  run.scope.nextTurn(() => {
    run.scope.endTurn();
    resume(run, run.generation, () => callItems(run));
  });
}

/** Goes on as soon as the run has room for one more call. */
function resume(run: StepRun, generation: number, goOn: () => void): void {
  run.scope.resumable.push(() => {
    if (run.generation !== generation) return;
    run.isResuming = false;
    goOn();
  });
  run.scope.wake();
}

function endAttempt(run: StepRun): void {
  if (run.timer !== null) clearTimeout(run.timer);
  run.timer = null;
  run.isResuming = false;
  if (run.scope.isStopping) return finish(run, { kind: "cancelled" });
  if (run.failures !== null && canRetry(run)) {
    const delayMs = retryDelay(run.layout.step.retry.delayMs, run.attempt);
    // A wait beyond the run's time limit would end in a failure that says less than the one there is.
    if (delayMs < runRemainingMs(run)) return retry(run, run.failures, delayMs);
  }
  const isFailing = run.failures !== null && run.layout.step.onError.policy === "fail";
  if (run.waits !== null && !isFailing) return pause(run, run.waits);
  if (run.failures === null) return succeed(run);
  answerFailures(run, run.failures);
}

function runRemainingMs({ scope }: StepRun): number {
  return (scope.host.deadline ?? Infinity) - scope.clock();
}

function pause(run: StepRun, waits: NonNullable<StepRun["waits"]>): void {
  const { lifted } = run;
  const asked = [...waits].flatMap(([item, wait]) => (wait instanceof ItemWaits ? [[item, wait] as const] : []));
  const ordered = asked.sort(([one], [other]) => one - other);
  const failedSteps = Object.assign(
    {},
    ...[...waits.values()].map((wait) => "failedSteps" in wait && wait.failedSteps),
  );
  finish(run, {
    kind: "waiting",
    waits: ordered.map(([item, wait]) => ({ item: lifted === null ? [] : pathOf(lifted.shape, item), wait })),
    items: lifted?.items.length,
    failedSteps,
  });
}

/** Only the items that failed are tried again. */
function retry(run: StepRun, failures: Map<number, NodeFailure>, delayMs: number): void {
  const { scope, layout } = run;
  const { nodeId } = layout.step;
  const failure = firstFailure(run, failures);
  run.attempt++;
  run.pending = [...failures.keys()].sort((a, b) => a - b);
  run.failures = null;
  const at = Math.floor(scope.clock());
  scope.emit({ type: "step.retrying", nodeId, at, attempt: run.attempt, delayMs, failure });
  const generation = ++run.generation;
  scope.waitingSteps.add(run);
  run.timer = setTimeout(() => {
    run.timer = null;
    resume(run, generation, () => beginAttempt(run));
  }, delayMs);
}

/** That of the earliest item, so that it does not depend on which was quicker. */
function firstFailure({ lifted }: StepRun, failures: Map<number, NodeFailure>): NodeFailure {
  let first = Infinity;
  for (const item of failures.keys()) first = Math.min(first, item);
  const failure = failures.get(first)!; // one of its own keys
  return lifted === null ? failure : { ...failure, item: pathOf(lifted.shape, first) };
}

function answerFailures(run: StepRun, failures: Map<number, NodeFailure>): void {
  const { layout, scope, results } = run;
  const caught = firstFailure(run, failures);
  switch (layout.step.onError.policy) {
    case "fail":
      return fail(run, caught);
    case "drop":
      return succeed(run, { caught, droppedItems: failures.size });
    case "port":
      for (const [item, failure] of failures) results[item] = errorOutputs(layout, failure);
      return succeed(run, { caught });
    case "default": {
      const generation = ++run.generation;
      scope.waitingSteps.add(run);
      const settle = (end: () => void) => {
        if (run.generation !== generation) return;
        end();
        scope.wake();
      };
      defaultOutputs(layout, scope.host.services).then(
        (outputs) =>
          settle(() => {
            for (const item of failures.keys()) results[item] = outputs;
            succeed(run, { caught });
          }),
        (error: unknown) => settle(() => fail(run, toFailure(error, layout.step.title))),
      );
    }
  }
}

function fail(run: StepRun, failure: NodeFailure): void {
  finish(run, { kind: "failed", failure, durationMs: elapsed(run) });
}

function succeed(run: StepRun, more?: { caught: NodeFailure; droppedItems?: number }): void {
  const { layout, lifted, results } = run;
  const flows =
    lifted === null ? (results[0] ?? []) : layout.form.outputs.map((_, port) => listOf(lifted.shape, results, port));
  finish(run, {
    kind: "succeeded",
    flows,
    durationMs: elapsed(run),
    items: lifted?.items.length,
    caught: more?.caught,
    droppedItems: more?.droppedItems,
    device: run.device,
    batch: run.batch,
    calls: run.calls,
    models: run.models,
  });
}

/** To the microsecond. */
function elapsed({ scope, startedAt }: StepRun): number {
  return Math.round((scope.clock() - startedAt) * 1_000) / 1_000;
}

function finish(run: StepRun, outcome: StepOutcome): void {
  run.isOver = true;
  run.generation++;
  run.scope.waitingSteps.delete(run);
  run.inner?.end();
  run.scope.take(run.layout, outcome);
}

/**
 * Tells a step that waits that the run is being stopped. One that only waits for its time ends here; one with calls
 * under way ends when they do.
 */
export function stopStep(run: StepRun, reason: unknown): void {
  run.controller?.abort(reason);
  if (run.activeCalls === 0 && !run.isOver) endAttempt(run);
}
