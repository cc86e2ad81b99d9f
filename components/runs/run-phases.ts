import type { RunState } from "#graph/run-events";

export type RunPhase = { name: string; durationMs: number };

/**
 * Where the time of a run went, in order, as far as is known: in the queue, on the way into an engine, and computing.
 * Of a run that was retried it is the time since then.
 * Queue and worker are timed by the database, the engine by its own clock, so what lies between them is never below zero.
 */
export function phasesOf(
  { createdAt, startedAt }: { createdAt: Date; startedAt: Date | null },
  run: Pick<RunState, "startedAt" | "finishedAt" | "retriedAt" | "nodes">,
): RunPhase[] {
  if (startedAt === null) return [];
  const phases = [phase("Waited", run.retriedAt ?? createdAt.getTime(), startedAt.getTime())];
  if (run.startedAt === undefined) return phases;
  phases.push(phase("Getting ready", startedAt.getTime(), run.startedAt));
  const firstStepAt = Object.values(run.nodes).reduce(
    // Steps that were done before the run was retried began before it.
    (first, { startedAt = first }) => (startedAt < run.startedAt! ? first : Math.min(first, startedAt)),
    Infinity,
  );
  if (Number.isFinite(firstStepAt)) phases.push(phase("First step after", run.startedAt, firstStepAt));
  if (run.finishedAt !== undefined) phases.push(phase("Computed", run.startedAt, run.finishedAt));
  return phases;
}

function phase(name: string, from: number, to: number): RunPhase {
  return { name, durationMs: Math.max(0, to - from) };
}
