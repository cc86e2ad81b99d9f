import { readDate } from "../run-query/read-test.ts";

/** The spans up to now that are offered, and the buckets that each is cut into. */
export const chartSpans = ["1h", "24h", "7d", "30d"] as const;
export type ChartSpan = (typeof chartSpans)[number];

/** What charts are about: the time up to now, or from one minute up to another, as clocks show them ("2026-11-01T14:30"). */
export type ChartWindow = { kind: "last"; span: ChartSpan } | { kind: "between"; from: string; to: string };

/** Of the runs of a window so many are counted, the newest: about a second's work on a busy machine. */
export const MOST_CHARTED = 100_000;

export const usualWindow: ChartWindow = { kind: "last", span: "24h" };

/** As `printWindow` writes it. Null for anything else, and where the end is not after the beginning. */
export function readWindow(text: string): ChartWindow | null {
  const span = chartSpans.find((one) => one === text);
  if (span) return { kind: "last", span };
  const [from, to, ...rest] = text.split("..");
  if (from === undefined || to === undefined || rest.length > 0) return null;
  if (!isMinute(from) || !isMinute(to) || to <= from) return null;
  return { kind: "between", from, to };
}

/** "24h" or "2026-11-01T00:00..2026-11-08T00:00" */
export function printWindow(window: ChartWindow): string {
  return window.kind === "last" ? window.span : `${window.from}..${window.to}`;
}

/** The next longer span, to look for more in; null for the longest and for windows of one's own. */
export function widerSpan(window: ChartWindow): ChartSpan | null {
  return window.kind === "last" ? (chartSpans[chartSpans.indexOf(window.span) + 1] ?? null) : null;
}

const isMinute = (text: string) => text.length === "2026-11-01T14:30".length && readDate(text) === text;
