import type { CachedFrom, RunEvent, StepResultRecord, ValueSource } from "./run-events.ts";

/**
 * The event without what leads out of its run: the numbers and ids of other runs, the names of people and of workers.
 * What the run computed, when, and with what, stays to the letter. For those who see the run outside of its workspace.
 */
export function detachEvent(event: RunEvent): RunEvent {
  switch (event.type) {
    case "run.started":
      return { ...event, worker: "" };
    case "run.retried":
      return { ...event, by: "" };
    case "step.finished":
      return { ...event, ...detachRecord(event) };
    case "step.reused":
      return { ...event, from: detachSource(event.from) };
    default:
      return event;
  }
}

/** The same of what a finished step left. */
export function detachRecord<Result extends Pick<StepResultRecord, "cached" | "mismatch" | "from">>(
  record: Result,
): Result {
  const { cached, mismatch, from } = record;
  return {
    ...record,
    ...(cached && { cached: detachCached(cached) }),
    ...(mismatch && { mismatch: { ...mismatch, cached: detachCached(mismatch.cached) } }),
    ...(from && { from: detachSource(from) }),
  };
}

function detachCached({ at, savedMs }: CachedFrom): CachedFrom {
  return { runId: "", at, savedMs };
}

function detachSource(from: ValueSource): ValueSource {
  return from.kind === "run" ? { kind: "run", runId: "" } : from;
}
