import type { JsonValue } from "#graph/json";
import type { TableEngine } from "#graph/node-runner";
import type { ValuePreview } from "#graph/recorded-values";
import type { TableValue } from "#graph/values";
import { shownText } from "./storable-text.ts";

const MAX_ROWS = 20;
const MAX_COLUMNS = 50;
const MAX_CELL_CHARACTERS = 200;

type Cell = string | number | boolean | null;

/** The first rows of the first columns. All columns are named, up to what a person would read. */
export async function previewTable(table: TableValue, tables: TableEngine): Promise<ValuePreview> {
  const columns = table.columns.slice(0, MAX_COLUMNS);
  const rowCount = await tables.countRows(table);
  return {
    kind: "table",
    columns: columns.map(({ name, type }) => ({ name: shownText(name, MAX_CELL_CHARACTERS), type })),
    rowCount,
    rows: await firstRows(tables, { table, names: columns.map(({ name }) => name) }),
  };
}

async function firstRows(
  tables: TableEngine,
  { table, names }: { table: TableValue; names: string[] },
): Promise<Cell[][]> {
  if (names.length === 0) return [];
  for await (const batch of tables.batches(table, { columns: names, batchRows: MAX_ROWS })) {
    const count = Math.min(batch.rowCount, MAX_ROWS);
    return Array.from({ length: count }, (_, row) => names.map((name) => toCell(batch.columns[name]?.[row] ?? null)));
  }
  return [];
}

function toCell(value: JsonValue): Cell {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  return shownText(typeof value === "string" ? value : JSON.stringify(value), MAX_CELL_CHARACTERS);
}
