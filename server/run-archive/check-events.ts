import type { RunEvent } from "../../graph/run-events.ts";
import { ArchiveError } from "./archive-error.ts";

/**
 * Refuses events that no run writes in this order: it begins, its attempts rise, it ends once with what the archive says, and
 * goes on after an end only where it was retried.
 *
 * @throws ArchiveError that names the line
 */
export function checkEvents(events: readonly RunEvent[], status: string): void {
  let attempt = 0;
  let end: string | null = null;
  for (const [index, event] of events.entries()) {
    const refuse = (why: string) => {
      throw new ArchiveError("damaged-archive", `Line ${index + 1} of events.jsonl is out of order: ${why}.`);
    };
    if (end !== null && event.type !== "run.retried") refuse("the run has ended before it");
    if (end === null && event.type === "run.retried") refuse("a run is retried after it has ended");
    if ("nodeId" in event && attempt === 0) refuse("no attempt at the run has begun yet");
    if (event.type === "run.retried") end = null;
    if (event.type === "run.finished") end = event.outcome;
    if (event.type !== "run.started") continue;
    if (event.attempt <= attempt) refuse(`attempt ${event.attempt} comes after attempt ${attempt}`);
    attempt = event.attempt;
  }
  if (end === status) return;
  const told = end === null ? "do not end" : `end as ${end}`;
  throw new ArchiveError("damaged-archive", `The events ${told}, and run.json says that the run ${status}.`);
}
