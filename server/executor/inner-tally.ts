import type { NodeFailure, RunEvent } from "#graph/run-events";
import type { RunScope } from "./step-run.ts";

const PROGRESS_EVERY_MS = 100;
/** Of one step, in all its runs together. */
const MAX_LOG_LINES = 1_000;

type StepEvent = Extract<RunEvent, { nodeId: string }>;
type Standing = {
  startedAt: number;
  endedAt: number;
  started: number;
  ended: number;
  progressAt: number;
  logLines: number;
  failure?: NodeFailure;
  models?: Record<string, number>;
};

/** Sums up what the steps of a workflow do that runs many times: each is begun and ended once, with progress between. */
export type InnerTally = { add: (event: StepEvent) => void; end: () => void };

export function createInnerTally(
  { emit, clock }: Pick<RunScope, "emit" | "clock">,
  { total }: { total: number | undefined },
): InnerTally {
  const steps = new Map<string, Standing>();

  function add(event: StepEvent): void {
    const { nodeId } = event;
    switch (event.type) {
      case "step.started":
        return start(event);
      case "step.log": {
        const step = steps.get(nodeId);
        return step && step.logLines++ < MAX_LOG_LINES ? emit(event) : undefined;
      }
      case "step.finished":
      case "step.failed": {
        const step = steps.get(nodeId);
        if (!step) return;
        step.ended++;
        step.endedAt = clock();
        if (event.type === "step.failed") step.failure ??= event.failure;
        else if (event.models) step.models = sumOf(step.models, event.models);
        if (step.endedAt - step.progressAt < PROGRESS_EVERY_MS) return;
        step.progressAt = step.endedAt;
        const at = Math.floor(step.endedAt);
        return emit({ type: "step.progress", nodeId, at, done: step.ended, total: total ?? step.started });
      }
      default:
        return undefined;
    }
  }

  function start({ nodeId }: StepEvent): void {
    const known = steps.get(nodeId);
    if (known) {
      known.started++;
      return;
    }
    const now = clock();
    steps.set(nodeId, { startedAt: now, endedAt: now, started: 1, ended: 0, progressAt: now, logLines: 0 });
    const items = total === undefined ? {} : { items: total };
    emit({ type: "step.started", nodeId, at: Math.floor(now), attempt: 1, ...items });
  }

  function end(): void {
    for (const [nodeId, { startedAt, endedAt, ended, failure, models }] of steps) {
      const at = Math.floor(endedAt);
      const durationMs = Math.round((endedAt - startedAt) * 1_000) / 1_000;
      if (failure) emit({ type: "step.failed", nodeId, at, durationMs, failure });
      else
        emit({ type: "step.finished", nodeId, at, durationMs, outputs: {}, items: ended, ...(models && { models }) });
    }
    steps.clear();
  }

  return { add, end };
}

function sumOf(one: Readonly<Record<string, number>> = {}, other: Readonly<Record<string, number>>) {
  const sum = { ...one };
  for (const [hash, ms] of Object.entries(other)) sum[hash] = (sum[hash] ?? 0) + ms;
  return sum;
}
