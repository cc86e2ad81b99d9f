import type { RunEvent, StepResultRecord } from "#graph/run-events";
import type { StepLayout } from "./plan-layout.ts";
import type { StepSuccess } from "./step-run.ts";

/** Built field by field, because spreading would cost as much as a trivial node. */
export function finishedEvent(
  { nodeId }: StepLayout,
  { outcome, records, at }: { outcome: StepSuccess; records: StepResultRecord["outputs"]; at: number },
): RunEvent {
  const { durationMs, items, droppedItems, caught, device } = outcome;
  const event: RunEvent = { type: "step.finished", nodeId, at, durationMs, outputs: records };
  if (items !== undefined) event.items = items;
  if (droppedItems !== undefined) event.droppedItems = droppedItems;
  if (caught !== undefined) event.caught = caught;
  if (device !== undefined) event.device = device;
  return event;
}
