/** The names that a text holds, one on each line. */
export function namesIn(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The list with one entry at another place; places beyond the ends are the ends. */
export function moved(names: readonly string[], from: number, to: number): string[] {
  const name = names[from];
  if (name === undefined) return [...names];
  const place = Math.min(names.length - 1, Math.max(0, to));
  return names.toSpliced(from, 1).toSpliced(place, 0, name);
}

/** Names that are there several times, with their rows, counted from 1. */
export function repeatedNames(names: readonly string[]): { name: string; rows: number[] }[] {
  const rows = new Map<string, number[]>();
  names.forEach((name, index) => rows.set(name.trim(), [...(rows.get(name.trim()) ?? []), index + 1]));
  return [...rows].flatMap(([name, at]) => (at.length > 1 && name !== "" ? [{ name, rows: at }] : []));
}
