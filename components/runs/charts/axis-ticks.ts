const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 5, 7, 14, 30, 90, 365, 1_825].map((days) => days * DAY_MS),
];

/** Which buckets begin at so round a time of the reader's clock that it stands on the axis, at most `most`. */
export function axisTicks(edges: readonly number[], most: number): number[] {
  const starts = edges.slice(0, -1);
  const shown = starts.map((edge) => edge - new Date(edge).getTimezoneOffset() * MINUTE_MS);
  for (const step of steps) {
    const found = shown.flatMap((clock, index) => (clock % step === 0 ? [index] : []));
    if (found.length <= most && found.length > 0) return found;
  }
  return starts.length > 0 ? [0] : [];
}

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const year = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric" });

/** "14:00", at midnight the day, and in windows of years the month. */
export function tickWords(edge: number, spanMs: number): string {
  const clock = time.format(edge);
  if (spanMs > 700 * DAY_MS) return year.format(edge);
  return clock === "00:00" ? day.format(edge) : clock;
}
