import type { NodeRunState, RunState } from "#graph/run-events";
import type { Span } from "./time-scale.ts";

/** From the first thing that happened to the last; a run under way reaches to `now`. Null before anything has begun. */
export function spanOf(run: RunState, now: number | null): Span | null {
  const busy = busySpans(run, now);
  const begins = [run.startedAt ?? Infinity, ...(run.attempts ?? []).map(({ at }) => at)];
  // Not spread into a call: there may be more of them than a call takes.
  const fromMs = busy.reduce((first, span) => Math.min(first, span.fromMs), Math.min(...begins));
  if (!Number.isFinite(fromMs)) return null;
  const endMs = Math.max(fromMs + 1, run.finishedAt ?? now ?? 0);
  const toMs = busy.reduce((last, span) => Math.max(last, span.toMs), endMs);
  return { fromMs, toMs };
}

/** When steps were at work. What waits for a person or a time is not, so that it can be folded. */
export function busySpans(run: RunState, now: number | null): Span[] {
  return Object.values(run.nodes).flatMap((node) => [
    ...(node.tries ?? []).map(({ startedAt, endedAt }) => ({ fromMs: startedAt, toMs: endedAt })),
    ...newestSpan(node, run.finishedAt ?? now),
  ]);
}

function newestSpan({ status, startedAt, waitedMs = 0, durationMs }: NodeRunState, endMs: number | null): Span[] {
  if (startedAt === undefined) return [];
  const fromMs = startedAt - waitedMs;
  if (durationMs !== undefined) return [{ fromMs, toMs: startedAt + durationMs }];
  return [{ fromMs, toMs: status === "running" ? Math.max(startedAt, endMs ?? startedAt) : startedAt }];
}
