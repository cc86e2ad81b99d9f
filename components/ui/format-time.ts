const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "now", "5 min ago", "3 h ago" within a day, then "20 Nov" or "20 Nov 2025". */
export function formatRelative(time: Date, now: Date): string {
  const agoMs = now.getTime() - time.getTime();
  if (agoMs < MINUTE_MS) return "now";
  if (agoMs < HOUR_MS) return `${Math.floor(agoMs / MINUTE_MS)} min ago`;
  if (agoMs < DAY_MS) return `${Math.floor(agoMs / HOUR_MS)} h ago`;
  const isThisYear = time.getFullYear() === now.getFullYear();
  return time.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(!isThisYear && { year: "numeric" }),
  });
}

/** 20 Nov 2026, 14:02:41, in the reader's time zone. */
export function formatAbsolute(time: Date): string {
  return time.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}
