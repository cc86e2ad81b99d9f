/** More changes than this part of the name, and it is another name. */
const MAX_CHANGED = 0.5;

/** The name that differs least from the wanted one, case aside; null where none is near. */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  let best: { name: string; changes: number } | null = null;
  for (const name of names) {
    const changes = changesBetween(wanted.toLowerCase(), name.toLowerCase());
    if (changes < (best?.changes ?? Infinity)) best = { name, changes };
  }
  return best && best.changes <= Math.max(1, wanted.length * MAX_CHANGED) ? best.name : null;
}

/** Letters that are to be put in, taken away, exchanged or swapped with their neighbour, at least. */
export function changesBetween(from: string, to: string): number {
  const a = Array.from(from);
  const b = Array.from(to);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        last[j]! + 1,
        row[j - 1]! + 1,
        last[j - 1]! + (isSame ? 0 : 1),
        isSwapped ? beforeLast[j - 2]! + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
