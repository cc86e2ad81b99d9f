import type { RouterOutputs } from "#components/trpc";
import { deviceName } from "./device-name.ts";

export type Placement = RouterOutputs["accelerators"]["placements"][number];

/** Where a model's operators compute, in a line: "all 7 operators", "61 of 73 operators". */
export function placementShare({ placement }: Pick<Placement, "placement">): string {
  if ("refusal" in placement) return "Does not open";
  const { total, onDevice } = placement;
  if (onDevice === total) return `All ${total} operators`;
  if (onDevice === 0) return "No operator";
  return `${onDevice} of ${total} operators`;
}

/** What the processor computes in the device's place, or why the model does not open; null where there is nothing to say. */
export function placementDetail({ device, placement }: Pick<Placement, "device" | "placement">): string | null {
  if ("refusal" in placement) return placement.refusal;
  const { total, onDevice, onProcessor } = placement;
  if (onDevice === total) return null;
  if (onDevice === 0) return `${deviceName(device)} has none of its operators: all of it computes on the CPU.`;
  const list = onProcessor.map(({ name, count }) => (count > 1 ? `${name} ×${count}` : name)).join(", ");
  return `On the CPU: ${list}`;
}
