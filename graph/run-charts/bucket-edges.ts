import { instantOf, instantsOf, utcOf, wallClock } from "../run-query/date-range.ts";
import type { ChartSpan, ChartWindow } from "./chart-window.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** So wide that a bar can be told from the next on a phone. */
export const MAX_BUCKETS = 62;
const sizes = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * DAY_MS),
];
const spans: Record<ChartSpan, { sizeMs: number; count: number }> = {
  "1h": { sizeMs: MINUTE_MS, count: 60 },
  "24h": { sizeMs: 30 * MINUTE_MS, count: 48 },
  "7d": { sizeMs: 3 * HOUR_MS, count: 56 },
  "30d": { sizeMs: DAY_MS, count: 30 },
};

/** A window cut into buckets: bucket `i` is from `edges[i]` up to, not including, `edges[i + 1]`, in milliseconds since the epoch. */
export type Buckets = { edges: number[]; sizeMs: number };

/**
 * The buckets of a window, which begin where clocks in the zone show round times; a day with a change of clocks is as long
 * as it is. A span ends with the bucket that is now, so its last one is not over. The first and last of a window of one's
 * own may be shorter than the others. A window of 600 years still has at most `MAX_BUCKETS`.
 */
export function bucketsOf(window: ChartWindow, { timeZone, now }: { timeZone: string; now: Date }): Buckets {
  if (window.kind === "last") {
    const { sizeMs, count } = spans[window.span];
    return { edges: edgesBefore(nextEdge(now.getTime(), sizeMs, timeZone), { sizeMs, count, timeZone }), sizeMs };
  }
  // Where an hour comes twice the window holds it both times.
  const momentsOf = (clock: string) => instantsOf(clock.split(/[-T:]/).map(Number), timeZone);
  const [fromMs, toMs] = [momentsOf(window.from)[0]!.getTime(), momentsOf(window.to).at(-1)!.getTime()];
  const fits = (sizeMs: number) => (toMs - fromMs) / sizeMs <= MAX_BUCKETS - 2;
  const sizeMs = sizes.find(fits) ?? Math.ceil((toMs - fromMs) / DAY_MS / (MAX_BUCKETS - 2)) * DAY_MS;
  const last = nextEdge(toMs - 1, sizeMs, timeZone);
  const inner = edgesBefore(last, { sizeMs, count: MAX_BUCKETS, timeZone }).filter(
    (edge) => edge > fromMs && edge < toMs,
  );
  // Two clocks on either side of a change may be one moment.
  return { edges: [fromMs, ...inner, Math.max(toMs, fromMs + MINUTE_MS)], sizeMs };
}

/** Up to hours every bucket is as long as the others; from there on they follow the clock, as days do. */
const followsClock = (sizeMs: number) => sizeMs > HOUR_MS;

function nextEdge(moment: number, sizeMs: number, timeZone: string): number {
  const clock = wallMs(moment, timeZone);
  const shown = Math.floor(clock / sizeMs) * sizeMs + sizeMs;
  return followsClock(sizeMs) ? momentOf(shown, timeZone) : moment - (clock % sizeMs) + sizeMs;
}

function edgesBefore(
  last: number,
  { sizeMs, count, timeZone }: { sizeMs: number; count: number; timeZone: string },
): number[] {
  const clock = wallMs(last, timeZone);
  const edges = Array.from({ length: count + 1 }, (_, index) => {
    const back = (count - index) * sizeMs;
    return followsClock(sizeMs) ? momentOf(clock - back, timeZone) : last - back;
  });
  return [...new Set(edges)];
}

/** What a clock in the zone shows, as if it were one in Greenwich. */
function wallMs(moment: number, timeZone: string): number {
  return utcOf(wallClock(new Date(moment), timeZone)) + (((moment % MINUTE_MS) + MINUTE_MS) % MINUTE_MS);
}

function momentOf(shown: number, timeZone: string): number {
  const at = new Date(shown);
  const clock = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  return instantOf(clock, timeZone).getTime();
}
