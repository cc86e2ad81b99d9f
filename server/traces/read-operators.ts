import type { RunEvent } from "../../graph/run-events.ts";
import { type OperatorEvent, unpackOperators } from "./operator-events.ts";

/** The operators of the profiled steps, by the hash under which they are kept. A profile that is gone is left out. */
export async function readOperators(
  events: readonly RunEvent[],
  read: (hash: string) => Promise<Uint8Array>,
): Promise<Map<string, OperatorEvent[]>> {
  const found = new Map<string, OperatorEvent[]>();
  for (const event of events) {
    if (event.type !== "step.profiled") continue;
    const { hash } = event.profile.events;
    const bytes = await read(hash).catch(() => null);
    if (bytes) found.set(hash, unpackOperators(bytes));
  }
  return found;
}
