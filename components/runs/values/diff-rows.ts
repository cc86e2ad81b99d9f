import { diffLines, diffWordsWithSpace } from "diff";

/** Longer or more different texts would keep the browser busy. */
const MAX_EDITS = 4_000;
const MAX_MS = 2_000;
const MAX_WORD_CHARACTERS = 2_000;
const CONTEXT_LINES = 3;

export type DiffPart = { text: string; isChanged: boolean };
export type DiffRow =
  | { kind: "same"; text: string; before: number; after: number }
  | { kind: "removed"; parts: DiffPart[]; before: number }
  | { kind: "added"; parts: DiffPart[]; after: number }
  /** Lines that are the same in both and not shown. */
  | { kind: "folded"; count: number };

/** How one text became another, line by line, with the words that changed within a line. Null when they differ too much. */
export function diffRows(before: string, after: string): DiffRow[] | null {
  const changes = diffLines(before, after, { maxEditLength: MAX_EDITS, timeout: MAX_MS });
  if (!changes) return null;
  const rows: DiffRow[] = [];
  let [beforeLine, afterLine] = [1, 1];
  for (let index = 0; index < changes.length; index++) {
    const change = changes[index]!;
    const lines = linesOf(change.value);
    const next = changes[index + 1];
    if (change.removed && next?.added) {
      const replaced = replacedRows(lines, linesOf(next.value));
      for (const parts of replaced.removed) rows.push({ kind: "removed", parts, before: beforeLine++ });
      for (const parts of replaced.added) rows.push({ kind: "added", parts, after: afterLine++ });
      index++;
    } else if (change.removed) {
      for (const text of lines)
        rows.push({ kind: "removed", parts: [{ text, isChanged: false }], before: beforeLine++ });
    } else if (change.added) {
      for (const text of lines) rows.push({ kind: "added", parts: [{ text, isChanged: false }], after: afterLine++ });
    } else {
      for (const text of lines) rows.push({ kind: "same", text, before: beforeLine++, after: afterLine++ });
    }
  }
  return fold(rows);
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Lines that took the place of as many others are compared word by word. */
function replacedRows(removed: string[], added: string[]): { removed: DiffPart[][]; added: DiffPart[][] } {
  const rows = { removed: [] as DiffPart[][], added: [] as DiffPart[][] };
  const arePaired = removed.length === added.length;
  removed.forEach((line, index) => {
    const other = arePaired ? added[index]! : null;
    if (other === null || line.length + other.length > MAX_WORD_CHARACTERS) {
      rows.removed.push([{ text: line, isChanged: false }]);
      return;
    }
    const words = diffWordsWithSpace(line, other);
    rows.removed.push(
      words.filter((word) => !word.added).map((word) => ({ text: word.value, isChanged: word.removed })),
    );
    rows.added[index] = words
      .filter((word) => !word.removed)
      .map((word) => ({ text: word.value, isChanged: word.added }));
  });
  added.forEach((line, index) => {
    rows.added[index] ??= [{ text: line, isChanged: false }];
  });
  return rows;
}

/** Leaves some lines around each change and folds the rest. */
function fold(rows: DiffRow[]): DiffRow[] {
  const folded: DiffRow[] = [];
  for (let index = 0; index < rows.length;) {
    let end = index;
    while (end < rows.length && rows[end]!.kind === "same") end++;
    const head = index === 0 ? 0 : CONTEXT_LINES;
    const tail = end === rows.length ? 0 : CONTEXT_LINES;
    const hidden = end - index - head - tail;
    if (hidden > 1) {
      folded.push(
        ...rows.slice(index, index + head),
        { kind: "folded", count: hidden },
        ...rows.slice(end - tail, end),
      );
    } else folded.push(...rows.slice(index, end));
    index = end;
    while (index < rows.length && rows[index]!.kind !== "same") folded.push(rows[index++]!);
  }
  return folded;
}
