import type { OperatorEvent } from "../traces/operator-events.ts";

/** A model that is run ten thousand times tells nothing more after the first of them. */
const MAX_EVENTS = 20_000;
const KERNEL = "_kernel_time";

/** What ONNX Runtime writes of each thing that it times; arguments differ from kind to kind. */
type WrittenEvent = { cat?: string; name?: string; ts?: number; dur?: number; args?: Record<string, unknown> };

/** Reads a profile as ONNX Runtime writes it: the executions of operators, and when the first run of the model began. */
export function readProfile(text: string): { events: OperatorEvent[]; firstRunUs: number | null } {
  const written = JSON.parse(text) as WrittenEvent[];
  const events: OperatorEvent[] = [];
  let firstRunUs: number | null = null;
  for (const { cat, name = "", ts = 0, dur = 0, args = {} } of written) {
    if (cat === "Session" && name === "model_run") firstRunUs = Math.min(firstRunUs ?? Infinity, ts);
    if (cat !== "Node" || !name.endsWith(KERNEL) || events.length >= MAX_EVENTS) continue;
    events.push({
      name: name.slice(0, -KERNEL.length),
      operator: textOf(args.op_name, name),
      provider: textOf(args.provider, "").replace(/ExecutionProvider$/, ""),
      atUs: ts,
      durationUs: dur,
    });
  }
  return { events, firstRunUs };
}

function textOf(given: unknown, otherwise: string): string {
  return typeof given === "string" && given !== "" ? given : otherwise;
}
