const DAY_MS = 86_400_000;

export const lifetimes = [
  { value: "1", label: "1 day" },
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "date", label: "until a date" },
  { value: "none", label: "until it is revoked" },
] as const;
export type Lifetime = (typeof lifetimes)[number]["value"];

/** When a link made now ends; a date is meant with its whole day, by the reader's calendar. Null: it does not end. */
export function endOf(lifetime: Lifetime, { date, now }: { date: string; now: Date }): Date | null {
  if (lifetime === "none") return null;
  return lifetime === "date" ? dayAfter(date) : new Date(now.getTime() + Number(lifetime) * DAY_MS);
}

/** What is wrong with a date of a form, "2026-11-30"; null when it can be used. */
export function dateProblem(date: string, now: Date): string | null {
  const end = dayAfter(date);
  if (Number.isNaN(end.getTime())) return "Choose a day.";
  return end <= now ? "This day is over. Choose a later one." : null;
}

function dayAfter(date: string): Date {
  const [year = NaN, month = NaN, day = NaN] = date.split("-").map(Number);
  return new Date(year, month - 1, day + 1);
}
