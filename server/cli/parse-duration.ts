import { UsageError } from "./usage-error.ts";

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 7 * 24 * units.h;

/** Milliseconds of "90", "90s", "1.5m", "2h" or "500ms"; seconds where no unit is given. @throws UsageError */
export function parseDuration(text: string, option: string): number {
  const [, number, unit = "s"] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)?$/.exec(text) ?? [];
  const durationMs = Math.round(Number(number) * units[unit as keyof typeof units]);
  if (durationMs >= 1 && durationMs <= LONGEST_MS) return durationMs;
  throw new UsageError(
    `The option "${option}" takes a duration such as 90, 90s, 5m or 2h, at most a week, not "${text}".`,
  );
}
