import type { OutlineRow } from "./outline-rows.ts";

/** The row that has the focus, and its cell where one reads cell by cell. */
export type OutlinePlace = { row: string; column: number | null };
export type OutlineMove = { to: OutlinePlace; extends?: boolean } | { toggle: string };

const PAGE = 10;

/** What an arrow, Home, End or page key does (WAI-ARIA treegrid); null for any other key. `columns` counts the cells of a row. */
export function moveByKey(
  rows: readonly OutlineRow[],
  at: OutlinePlace,
  { key, ctrlKey, shiftKey, columns }: { key: string; ctrlKey: boolean; shiftKey: boolean; columns: number },
): OutlineMove | null {
  const index = rows.findIndex((row) => row.key === at.row);
  const row = rows[index];
  if (!row) return null;
  const { column } = at;
  const toRow = (next: number): OutlineMove => ({
    to: { row: rows[Math.min(rows.length - 1, Math.max(0, next))]!.key, column },
    ...(shiftKey && { extends: true }),
  });
  const toColumn = (next: number | null): OutlineMove => ({ to: { row: row.key, column: next } });
  switch (key) {
    case "ArrowDown":
      return toRow(index + 1);
    case "ArrowUp":
      return toRow(index - 1);
    case "PageDown":
      return toRow(index + PAGE);
    case "PageUp":
      return toRow(index - PAGE);
    case "Home":
      return column === null || ctrlKey ? toRow(0) : toColumn(0);
    case "End":
      return column === null || ctrlKey ? toRow(rows.length - 1) : toColumn(columns - 1);
    case "ArrowRight":
      if (column !== null) return toColumn(Math.min(columns - 1, column + 1));
      return row.isOpen === false ? { toggle: row.key } : toColumn(0);
    case "ArrowLeft":
      if (column !== null) return toColumn(column === 0 ? null : column - 1);
      if (row.isOpen) return { toggle: row.key };
      return row.parent === null ? toColumn(null) : { to: { row: row.parent, column: null } };
    default:
      return null;
  }
}

/** The next row whose title begins with what was typed, from the one that has the focus; the same letter again goes on. */
export function findTyped(titles: readonly string[], typed: string, from: number): number | null {
  const letters = typed.toLowerCase();
  const isOneLetter = letters === letters.charAt(0).repeat(letters.length);
  const wanted = isOneLetter ? letters.slice(0, 1) : letters;
  // Going on typing may stay where one is; a first letter leads away from it.
  const start = isOneLetter ? from + 1 : from;
  for (let step = 0; step < titles.length; step++) {
    const index = (start + step) % titles.length;
    if (titles[index]!.toLowerCase().startsWith(wanted)) return index;
  }
  return null;
}
