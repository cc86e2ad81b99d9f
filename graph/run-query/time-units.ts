/** Longest first, as they are written. */
const timeUnits = [
  ["w", 604_800_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const;

/** Also understood. */
const others: Record<string, number> = {
  m: 60_000,
  sec: 1_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};

/** Some three hundred years: beyond it numbers are written with exponents. */
const MAX_MS = 1e13;

/** "1.5s" in milliseconds, to a thousandth; null for anything else. */
export function readDuration(text: string): number | null {
  const found = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(text.toLowerCase());
  if (!found) return null;
  const unit =
    timeUnits.find(([name]) => name === found[2])?.[1] ?? (Object.hasOwn(others, found[2]!) ? others[found[2]!]! : NaN);
  const ms = Math.round(Number(found[1]) * unit * 1_000) / 1_000;
  return ms <= MAX_MS ? ms : null;
}

/** In the longest unit that gives a whole number of it, else in milliseconds: read back, it is the same. */
export function printDuration(ms: number): string {
  const [name, unit] = timeUnits.find(([, unitMs]) => ms >= unitMs && ms % unitMs === 0) ?? (["ms", 1] as const);
  return `${ms / unit}${name}`;
}
