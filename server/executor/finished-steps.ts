import type { Plan } from "#graph/plan";
import type { StepResultRecord } from "#graph/run-events";
import type { ExecutorHost } from "./executor-host.ts";
import type { PlanLayout } from "./plan-layout.ts";

/** What earlier attempts finished of this plan, by rank. */
export function finishedSteps(
  { steps }: PlanLayout,
  { finishedSteps: records }: ExecutorHost,
): Map<number, StepResultRecord> {
  const finished = new Map<number, StepResultRecord>();
  if (Object.keys(records).length === 0) return finished;
  for (const { rank, nodeId } of steps) {
    const record = records[nodeId];
    if (record) finished.set(rank, record);
  }
  return finished;
}

/**
 * What a run tells of its steps as it starts: those that do not run again, with those in workflows that a step runs as a
 * whole (it goes on with them), and how many there are in workflows that are laid out among the others.
 */
export function stepsAtStart(
  { innerSteps }: Plan,
  at: { layout: PlanLayout; host: ExecutorHost; finished: ReadonlyMap<number, StepResultRecord> },
): { resumedSteps?: string[]; innerSteps?: Record<string, number> } {
  const { steps } = at.layout;
  const own = [...at.finished.keys()].map((rank) => steps[rank]!.nodeId);
  const isWithin = (nodeId: string) => steps.some(({ step }) => step.body && nodeId.startsWith(`${step.nodeId}/`));
  const within = Object.keys(at.host.finishedSteps).filter((nodeId) => nodeId.includes("/") && isWithin(nodeId));
  return {
    ...(own.length + within.length > 0 && { resumedSteps: [...own, ...within] }),
    ...(Object.keys(innerSteps).length > 0 && { innerSteps }),
  };
}
