/**
 * When a year, month, day or minute begins and ends in a time zone. `date` is one that `readTest` has passed: "2026-11",
 * "2026-11-01T14:30", "today"; "2026-10-25T02:30+02:00" is the same in every zone.
 */
export function dateRange(date: string, { timeZone, now }: { timeZone: string; now: Date }): { from: Date; to: Date } {
  if (date === "today" || date === "yesterday") {
    const [year, month, day] = wallClock(now, timeZone);
    const shift = date === "today" ? 0 : -1;
    return {
      from: instantOf([year!, month!, day! + shift, 0, 0], timeZone),
      to: instantOf([year!, month!, day! + shift + 1, 0, 0], timeZone),
    };
  }
  if (date.length > "2026-11-01T14:30".length) {
    const from = new Date(date);
    return { from, to: new Date(from.getTime() + 60_000) };
  }
  const numbers = date.split(/[-T:]/).map(Number);
  const [year, month = 1, day = 1, hour = 0, minute = 0] = numbers;
  const from = [year!, month, day, hour, minute];
  const to = [...from];
  const finest = numbers.length >= 4 ? 4 : numbers.length - 1;
  to[finest]! += 1;
  return { from: instantOf(from, timeZone), to: instantOf(to, timeZone) };
}

/** [year, month, day, hour, minute] as a clock in the zone shows them. */
export function wallClock(moment: Date, timeZone: string): number[] {
  const format = formatOf(timeZone);
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  return [parts.year!, parts.month!, parts.day!, parts.hour!, parts.minute!];
}

/** Making one takes longer than all that is done with it, and whoever asks for many moments asks in one zone. */
let made: { timeZone: string; format: Intl.DateTimeFormat } | null = null;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  if (made?.timeZone !== timeZone) {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    made = { timeZone, format };
  }
  return made.format;
}

/** The moment at which a clock in the zone shows this; months and days may run over. */
export function instantOf(clock: readonly number[], timeZone: string): Date {
  const wanted = utcOf(clock);
  // The offset at the first guess may be that of the other side of a change of clocks; at the second it is right.
  let guess = wanted;
  for (let round = 0; round < 2; round++) guess = wanted - offsetAt(guess, timeZone);
  return new Date(guess);
}

/** All moments at which a clock in the zone shows this, in order: two where it is put back, and the one after where it is put on. */
export function instantsOf(clock: readonly number[], timeZone: string): Date[] {
  const wanted = utcOf(clock);
  const moments = [-1, 1].map((days) => wanted - offsetAt(wanted + days * DAY_MS, timeZone));
  const shown = moments.filter((moment) => utcOf(wallClock(new Date(moment), timeZone)) === wanted);
  if (shown.length === 0) return [instantOf(clock, timeZone)];
  return [...new Set(shown)].toSorted((one, other) => one - other).map((moment) => new Date(moment));
}

const DAY_MS = 86_400_000;
const offsetAt = (moment: number, timeZone: string) => utcOf(wallClock(new Date(moment), timeZone)) - moment;

export function utcOf([year, month, day, hour, minute]: readonly number[]): number {
  return Date.UTC(year!, month! - 1, day, hour, minute);
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
