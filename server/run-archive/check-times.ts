import "#server-only";
import type { RunEvent } from "../../graph/run-events.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ArchiveManifest, EVENTS_FILE, MANIFEST_FILE } from "./archive-format.ts";

const EARLIEST_MS = Date.UTC(2000, 0);
/** By which clocks of two machines differ, or one that was set right. */
const MARGIN_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Refuses times that no run has: before this century, still to come, an end before its beginning, or a step that took longer
 * than all of its run.
 *
 * @throws ArchiveError that names the value and its place
 */
export function checkTimes({ run }: Pick<ArchiveManifest, "run">, events: readonly RunEvent[]): void {
  const latestMs = Date.now() + DAY_MS;
  const check = (place: string, ms: number) => {
    if (ms < EARLIEST_MS) refuse(`${place} is ${shown(ms)}, before this century.`);
    if (ms > latestMs) refuse(`${place} is ${shown(ms)}, which is still to come.`);
  };
  const moments = (["createdAt", "startedAt", "finishedAt"] as const).flatMap((name) => {
    const moment = run[name];
    return moment === null ? [] : [{ place: `run.${name} of ${MANIFEST_FILE}`, ms: Date.parse(moment) }];
  });
  for (const { place, ms } of moments) check(place, ms);
  for (const [index, { place, ms }] of moments.entries()) {
    const before = moments[index - 1];
    if (before && ms < before.ms - MARGIN_MS) {
      refuse(`${place} is ${shown(ms)}, before ${before.place}, ${shown(before.ms)}.`);
    }
  }

  const lineOf = (index: number) => `Line ${index + 1} of ${EVENTS_FILE}`;
  for (const [index, event] of events.entries()) check(`The time of line ${index + 1} of ${EVENTS_FILE}`, event.at);
  const times = events.map(({ at }) => at);
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  if (times.at(-1)! < times[0]! - MARGIN_MS) {
    refuse(
      `${lineOf(times.length - 1)} is the end, ${shown(times.at(-1)!)}, before the beginning, ${shown(times[0]!)}.`,
    );
  }
  for (const [index, event] of events.entries()) {
    if (event.type !== "step.finished" && event.type !== "step.failed") continue;
    if (event.durationMs <= last - first + MARGIN_MS) continue;
    refuse(
      `${lineOf(index)} says that the step took ${event.durationMs} ms, and all of the run took ${last - first} ms.`,
    );
  }
}

const shown = (ms: number) => new Date(ms).toISOString();

function refuse(message: string): never {
  throw new ArchiveError("damaged-archive", message);
}
