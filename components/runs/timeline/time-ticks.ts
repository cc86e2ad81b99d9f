import type { TimeScale } from "./time-scale.ts";
import type { TimeWindow } from "./time-window.ts";

export type Tick = { at: number; label: string };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const longSteps = [
  ...[1, 2, 5, 10, 15, 30].map((step) => step * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * MINUTE),
  ...[1, 2, 3, 6, 12].map((step) => step * HOUR),
  ...[1, 2, 7].map((step) => step * DAY),
];

/** A round step with which at most about `count` ticks lie in the stretch: 1, 2 and 5 of powers of ten below a second, clock times above. */
export function tickStep(lengthMs: number, count: number): number {
  const least = lengthMs / Math.max(1, count);
  if (least <= 500) {
    const power = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * 0.999_999) ?? 10 * power;
  }
  return longSteps.find((step) => step >= least) ?? Math.ceil(least / (7 * DAY)) * 7 * DAY;
}

/** Round times within the window. They count from the beginning, behind a fold from its end: "+5 s". */
export function ticksOf(scale: TimeScale, { from, to }: TimeWindow, count: number): Tick[] {
  const step = tickStep(to - from, count);
  return scale.pieces.flatMap((piece, index) => {
    const first = Math.ceil(Math.max(0, from - piece.at) / step - 1e-9);
    const last = Math.floor(Math.min(piece.width, to - piece.at) / step + 1e-9);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => {
      const offset = (first + place) * step;
      return { at: piece.at + offset, label: (index > 0 ? "+" : "") + tickLabel(offset, step) };
    });
  });
}

/** As exact as the step needs, and no more: "0", "0.25 ms", "40 ms", "1.25 s", "2 min 30 s", "3 h". */
export function tickLabel(ms: number, step: number): string {
  if (ms === 0) return "0";
  if (ms < SECOND - step / 2) return `${ms.toFixed(decimals(step))} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(decimals(step / SECOND))} s`;
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const seconds = ((ms % MINUTE) / SECOND).toFixed(decimals(step / SECOND));
  const parts = [
    ...(days > 0 ? [`${days} d`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(Number(seconds) > 0 ? [`${seconds} s`] : []),
  ];
  return parts.slice(0, 3).join(" ");
}

function decimals(step: number): number {
  return Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9)));
}
