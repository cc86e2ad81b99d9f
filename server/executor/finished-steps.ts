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
