const DAY_MS = 86_400_000;

const dayAndTime = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } as const;
const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat("en-GB", dayAndTime);
const fullYear = new Intl.DateTimeFormat("en-GB", { ...dayAndTime, year: "numeric" });

/** When a bucket was, by the reader's clock: "18 Nov, 14:00 – 14:30", "18 Nov", "16 – 22 Nov". */
export function bucketWords(from: number, to: number): string {
  const isMidnight = (moment: number) => time.format(moment) === "00:00";
  if (isMidnight(from) && isMidnight(to)) {
    const last = to - 1;
    return day.format(from) === day.format(last) ? day.format(from) : `${day.format(from)} – ${day.format(last)}`;
  }
  const isOneDay = day.format(from) === day.format(to - 1);
  return `${full.format(from)} – ${isOneDay ? time.format(to) : full.format(to)}`;
}

/** "18 Nov 2026, 14:00" */
export const momentWords = (moment: number) => fullYear.format(moment);

/** How long a bucket is: "30 minutes", "3 hours", "day". */
export function sizeWords(sizeMs: number): string {
  const units = [
    [DAY_MS, "day"],
    [3_600_000, "hour"],
    [60_000, "minute"],
  ] as const;
  const [unitMs, name] = units.find(([ms]) => sizeMs >= ms && sizeMs % ms === 0) ?? units[2];
  const count = Math.round(sizeMs / unitMs);
  return count === 1 ? name : `${count} ${name}s`;
}
