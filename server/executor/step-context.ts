import type { CallTimes, ComputedCall, NodeContext, Wait } from "#graph/node-runner";
import { MAX_CALLS_KEPT } from "#graph/run-events";
import type { ModelCallTime } from "#graph/run-events";
import { requireAnswer } from "./require-answer.ts";
import { runBody } from "./run-body.ts";
import type { StepRun } from "./step-run.ts";

/** Ten a second: as often as a person sees, however often a runner run. */
const PROGRESS_EVERY_MS = 100;
const MAX_LOG_CHARACTERS = 10_000;
const MAX_LOG_LINES = 1_000;

/**
 * What a runner is called with. A class, so that the getter is shared: most small nodes never ask for their context, and
 * making it would cost as much as they do.
 */
export class StepCall {
  readonly inputs: Record<string, unknown>;
  readonly params: Record<string, unknown>;
  readonly #run: StepRun;
  readonly #item: number;
  constructor(run: StepRun, item: number, inputs: Record<string, unknown>) {
    this.inputs = inputs;
    this.params = run.layout.params;
    this.#run = run;
    this.#item = item;
  }
  get context(): NodeContext {
    const run = this.#run;
    return (run.context ??= createContext(run, run.controller?.signal ?? run.scope.signal));
  }
  get wait(): Wait {
    return (request) => requireAnswer(this.#run, { item: this.#item, request });
  }
}

function createContext(run: StepRun, signal: AbortSignal): NodeContext {
  const { host } = run.scope;
  const { images, tables, sandbox, files } = host.services;
  const models = host.modelsFor?.(run.layout.nodeId) ?? host.services.models;
  return {
    signal,
    remainingMs: () => remainingMs(run),
    progress: (done, total) => {
      // A lifted step counts its items instead.
      if (run.lifted === null && !run.isOver) reportProgress(run, { done, total });
    },
    log: (message) => {
      if (!run.isOver) reportLog(run, message);
    },
    // An input of a workflow within the run's is none of the run's, whatever its name.
    runInput: run.layout.nodeId.includes("/") ? () => undefined : host.runInput,
    models: {
      // A model that loads or computes cannot be stopped, so what nobody waits for any more is not begun.
      open: async (model, options) => {
        signal.throwIfAborted();
        const opened = await models.open(model, options);
        run.device = opened.device;
        const call = { signal, onComputed: (computed: ComputedCall) => noteCall(run, model.hash, computed) };
        return {
          ...opened,
          run: async (feeds) => {
            signal.throwIfAborted();
            return await opened.run(feeds, call);
          },
        };
      },
    },
    images,
    tables,
    sandbox,
    files,
    http: {
      send: async (request) => {
        signal.throwIfAborted();
        return await host.sendHttp(request, signal);
      },
    },
    workflow: run.layout.step.body ? { run: (inputs) => runBody(run, { inputs, signal }) } : null,
  };
}

function noteCall(run: StepRun, hash: string, call: ComputedCall): void {
  if (call.times) {
    const { copyInMs, computeMs, copyOutMs } = call.times;
    const models = (run.models ??= {});
    models[hash] = rounded((models[hash] ?? 0) + (copyInMs + computeMs + copyOutMs) / call.together, 1_000);
  }
  if (call.times && (run.calls?.length ?? 0) < MAX_CALLS_KEPT) (run.calls ??= []).push(callTime(run, call, call.times));
  // Of what was computed alone and at once there is nothing more to say.
  const { together, waitedMs } = call;
  if (together === 1 && waitedMs < 1) return;
  const size = Math.max(run.batch?.size ?? 1, together);
  run.batch = { size, waitedMs: Math.max(run.batch?.waitedMs ?? 0, Math.round(waitedMs * 10) / 10) };
}

function callTime(
  run: StepRun,
  { together, waitedMs, joint }: ComputedCall,
  { from, copyInMs, computeMs, copyOutMs }: CallTimes,
): ModelCallTime {
  const time: ModelCallTime = {
    // The clock of the run, which may have been set since this process began.
    at: rounded(run.scope.clock() - (performance.now() - from), 10),
    waitedMs: rounded(waitedMs, 10),
    copyInMs: rounded(copyInMs, 100),
    computeMs: rounded(computeMs, 100),
    copyOutMs: rounded(copyOutMs, 100),
  };
  if (joint !== undefined) time.joint = { number: joint, size: together };
  return time;
}

function rounded(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

/** Of the step's time limit or the run's, whichever ends first. */
export function remainingMs({ scope, startedAt, layout }: StepRun): number {
  const { timeoutMs } = layout.step;
  const stepEndsAt = timeoutMs === null ? Infinity : startedAt + timeoutMs;
  return Math.max(0, Math.min(stepEndsAt, scope.host.deadline ?? Infinity) - scope.clock());
}

export function reportProgress(run: StepRun, { done, total }: { done: number; total: number }): void {
  const at = run.scope.clock();
  if (at - run.progressAt < PROGRESS_EVERY_MS) return;
  run.progressAt = at;
  run.scope.emit({ type: "step.progress", nodeId: run.layout.nodeId, at: Math.floor(at), done, total });
}

function reportLog(run: StepRun, message: string): void {
  run.logLines++;
  if (run.logLines > MAX_LOG_LINES) return;
  const isLast = run.logLines === MAX_LOG_LINES;
  const line = isLast ? `This step logs more than ${MAX_LOG_LINES} lines; the rest is left out.` : String(message);
  const at = Math.floor(run.scope.clock());
  run.scope.emit({ type: "step.log", nodeId: run.layout.nodeId, at, message: line.slice(0, MAX_LOG_CHARACTERS) });
}
