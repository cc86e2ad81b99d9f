import type { ValueDifference } from "#graph/value-differences";

/** Table cells that are filled at most: about half a second. */
const MAX_CELLS = 100_000_000;

export function compareTexts(a: string, b: string): ValueDifference {
  if (a === b) return { kind: "same", how: "values" };
  const { edits, isBound } = countEdits(a, b);
  const longer = Math.max(a.length, b.length);
  return { kind: "text", lengths: [a.length, b.length], edits, isBound, similarity: 1 - edits / longer };
}

/**
 * Characters (UTF-16 units) to put in, take out or replace to make one text the other: the Levenshtein distance. `isBound`
 * where what lies between their common beginning and end is too long; then it counts all of that.
 */
export function countEdits(a: string, b: string): { edits: number; isBound: boolean } {
  let start = 0;
  const shorter = Math.min(a.length, b.length);
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  const [before, after] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (before.length === 0 || after.length === 0) return { edits: before.length + after.length, isBound: false };
  if (before.length * after.length > MAX_CELLS) {
    return { edits: Math.max(before.length, after.length), isBound: true };
  }
  let row = Uint32Array.from({ length: after.length + 1 }, (_, index) => index);
  let next = new Uint32Array(after.length + 1);
  for (let i = 1; i <= before.length; i++) {
    next[0] = i;
    const unit = before.charCodeAt(i - 1);
    for (let j = 1; j <= after.length; j++) {
      const replaced = row[j - 1]! + (unit === after.charCodeAt(j - 1) ? 0 : 1);
      const moved = Math.min(row[j]!, next[j - 1]!) + 1;
      next[j] = Math.min(replaced, moved);
    }
    [row, next] = [next, row];
  }
  return { edits: row[after.length]!, isBound: false };
}
