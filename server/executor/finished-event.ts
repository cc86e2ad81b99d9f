import type { RunEvent, StepResultRecord } from "#graph/run-events";
import type { StepLayout } from "./plan-layout.ts";
import type { StepSuccess } from "./step-run.ts";

export type FinishedEvent = Extract<RunEvent, { type: "step.finished" }>;

/** Built field by field, because spreading would cost as much as a trivial node. */
export function finishedEvent(
  { nodeId }: StepLayout,
  { outcome, records, at }: { outcome: StepSuccess; records: StepResultRecord["outputs"]; at: number },
): FinishedEvent {
  const { durationMs, items, droppedItems, caught, device, batch, calls, models } = outcome;
  const event: FinishedEvent = { type: "step.finished", nodeId, at, durationMs, outputs: records };
  if (items !== undefined) event.items = items;
  if (droppedItems !== undefined) event.droppedItems = droppedItems;
  if (caught !== undefined) event.caught = caught;
  if (device !== undefined) event.device = device;
  if (batch !== undefined) event.batch = batch;
  if (calls !== undefined) event.calls = calls;
  if (models !== undefined) event.models = models;
  return event;
}
