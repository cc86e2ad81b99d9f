import type { RunState } from "#graph/run-events";

/** The stretch of time that a timeline shows, in milliseconds since the epoch. */
export type Span = { fromMs: number; toMs: number };

/** From the first start to the last end; a run under way reaches to `now`. Null before anything has started. */
export function spanOf(run: RunState, now: number | null): Span | null {
  const starts = Object.values(run.nodes).flatMap(({ startedAt }) => startedAt ?? []);
  const ends = Object.values(run.nodes).flatMap(({ startedAt, durationMs }) =>
    startedAt === undefined ? [] : [startedAt + (durationMs ?? 0)],
  );
  const fromMs = Math.min(run.startedAt ?? Infinity, ...starts);
  if (!Number.isFinite(fromMs)) return null;
  const toMs = Math.max(fromMs + 1, run.finishedAt ?? now ?? 0, ...ends);
  return { fromMs, toMs };
}

/** Round times for the axis, from 0 and below the span's length: at most five. */
export function ticksOf({ fromMs, toMs }: Span): number[] {
  const lengthMs = toMs - fromMs;
  const power = 10 ** Math.floor(Math.log10(lengthMs / 4));
  const stepMs = [1, 2, 5, 10].map((factor) => factor * power).find((step) => lengthMs / step <= 4.5) ?? 10 * power;
  return Array.from({ length: Math.floor(lengthMs / stepMs) + 1 }, (_, index) => index * stepMs).filter(
    (tick) => tick <= lengthMs * 0.96,
  );
}

/** Where a bar lies on the timeline, as fractions of its width. */
export function placeOf(span: Span, startedAt: number, durationMs: number): { left: number; width: number } {
  const length = span.toMs - span.fromMs;
  const left = Math.min(1, Math.max(0, (startedAt - span.fromMs) / length));
  return { left, width: Math.min(1 - left, Math.max(0, durationMs / length)) };
}
