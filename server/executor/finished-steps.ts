import type { Plan } from "#graph/plan";
import type { RunEvent, StepResultRecord } from "#graph/run-events";
import type { ExecutorHost } from "./executor-host.ts";
import type { PlanLayout } from "./plan-layout.ts";

/** Steps of this plan whose values are there, by rank: those that give what they are given, and what earlier attempts finished. */
export function finishedSteps(
  { steps, given }: PlanLayout,
  { finishedSteps: records }: Pick<ExecutorHost, "finishedSteps">,
): Map<number, StepResultRecord> {
  const finished = new Map<number, StepResultRecord>();
  for (const { rank, step } of given) finished.set(rank, { durationMs: 0, outputs: step.given!.outputs });
  if (Object.keys(records).length === 0) return finished;
  for (const { rank, nodeId, step } of steps) {
    const record = records[nodeId];
    if (record && !step.given) finished.set(rank, record);
  }
  return finished;
}

type Start = {
  layout: PlanLayout;
  host: ExecutorHost;
  finished: ReadonlyMap<number, StepResultRecord>;
  /** Milliseconds since the epoch. */
  at: number;
};

/** What a run tells as it starts: of itself, and of the steps that give what an earlier run gave. */
export function eventsAtStart(plan: Plan, { layout, host, finished, at }: Start): RunEvent[] {
  const { attempt, worker } = host;
  const events: RunEvent[] = [
    { type: "run.started", at, attempt, worker, ...stepsAtStart(plan, { layout, host, finished }) },
  ];
  for (const { nodeId, step } of layout.given) {
    const { from, outputs, isSilent } = step.given!;
    if (!isSilent) events.push({ type: "step.reused", nodeId, at, from, outputs });
  }
  return events;
}

/**
 * The steps that do not run again, with those in workflows that a step runs as a whole (it goes on with them), and how
 * many there are in workflows that are laid out among the others.
 */
function stepsAtStart(
  { innerSteps }: Plan,
  { layout: { steps }, host, finished }: Omit<Start, "at">,
): { resumedSteps?: string[]; failedSteps?: string[]; innerSteps?: Record<string, number> } {
  // Steps that give values say so in events of their own.
  const own = [...finished.keys()].flatMap((rank) => (steps[rank]!.step.given ? [] : [steps[rank]!.nodeId]));
  const isWithin = (nodeId: string) => steps.some(({ step }) => step.body && nodeId.startsWith(`${step.nodeId}/`));
  const within = Object.keys(host.finishedSteps).filter((nodeId) => nodeId.includes("/") && isWithin(nodeId));
  const failed = Object.keys(host.failedSteps ?? {});
  return {
    ...(failed.length > 0 && { failedSteps: failed }),
    ...(own.length + within.length > 0 && { resumedSteps: [...own, ...within] }),
    ...(Object.keys(innerSteps).length > 0 && { innerSteps }),
  };
}
