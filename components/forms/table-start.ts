import type { FileRef } from "#graph/schema";
import { readCsvRecords } from "#nodes/read-csv-header";
import { uniqueNames } from "#nodes/unique-names";

type Cell = string | number | boolean | null;
export type TableStart = { columns: { name: string; type: string }[]; rows: Cell[][]; isWhole: boolean };

const MAX_ROWS = 200;
const MAX_COLUMNS = 50;

/** The first rows of a table file, of which `bytes` are the first whole lines; null where it is none that is read here. */
export function tableStart(
  bytes: Uint8Array,
  { name, sizeBytes }: Pick<FileRef, "name" | "sizeBytes">,
): TableStart | null {
  const isAll = bytes.length === sizeBytes;
  const records = /\.(jsonl?|ndjson)$/i.test(name) ? readJson(bytes, isAll) : readCsv(bytes, name);
  if (!records) return null;
  const { names, rows } = records;
  const shown = rows.slice(0, MAX_ROWS).map((row) => names.slice(0, MAX_COLUMNS).map((_, at) => row[at] ?? null));
  const columns = names.slice(0, MAX_COLUMNS).map((column, at) => ({ name: column, type: typeOf(shown, at) }));
  return {
    columns,
    rows: shown.map((row) =>
      row.map((cell, at) => (columns[at]?.type === "number" && cell !== null ? Number(cell) : cell)),
    ),
    isWhole: isAll && rows.length <= MAX_ROWS,
  };
}

type Records = { names: string[]; rows: Cell[][] };

function readCsv(bytes: Uint8Array, file: string): Records | null {
  try {
    const [names = [], ...rows] = readCsvRecords(bytes, { file, limit: MAX_ROWS + 2 });
    return { names: uniqueNames(names), rows: rows.map((row) => row.map((cell) => (cell === "" ? null : cell))) };
  } catch {
    // An empty file, or one that is no table; the run says so.
    return null;
  }
}

function readJson(bytes: Uint8Array, isAll: boolean): Records | null {
  const text = new TextDecoder().decode(bytes).trim();
  try {
    // An array cannot be read before its end; lines can.
    const items: unknown = text.startsWith("[")
      ? isAll && JSON.parse(text)
      : text
          .split("\n")
          .slice(0, MAX_ROWS + 1)
          .map((line) => JSON.parse(line) as unknown);
    if (!Array.isArray(items) || items.length === 0) return null;
    const objects = items.filter((item) => typeof item === "object" && item !== null) as Record<string, unknown>[];
    if (objects.length < items.length) return null;
    const names = [...new Set(objects.slice(0, MAX_ROWS).flatMap((item) => Object.keys(item)))];
    return { names, rows: objects.map((item) => names.map((name) => cellOf(item[name]))) };
  } catch {
    return null;
  }
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}

function typeOf(rows: readonly Cell[][], column: number): string {
  const cells = rows.map((row) => row[column] ?? null).filter((cell) => cell !== null);
  const isNumber = (cell: Cell) => typeof cell === "number" || (typeof cell === "string" && isPlainNumber(cell));
  return cells.length > 0 && cells.every(isNumber) ? "number" : "text";
}

/** Not " 1", not "007", not "1e400": what a reader would take for a name stays one. */
function isPlainNumber(text: string): boolean {
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text);
}
