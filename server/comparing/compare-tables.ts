import type { JsonValue } from "#graph/json";
import type { TableBatch, TableEngine } from "#graph/node-runner";
import type { Cell, RowDifference, TableDifference, ValueDifference } from "#graph/value-differences";
import type { TableValue } from "#graph/values";
import { canonicalJson } from "#graph/canonical-json";
import { isClose } from "./closeness.ts";
import type { Closeness } from "./closeness.ts";

/** By place rows stream past each other; by key those of A are held. */
const MAX_ROWS = 2_000_000;
const MAX_KEYED_ROWS = 100_000;
const MAX_SHOWN = 200;
const MAX_COLUMNS_SHOWN = 50;
const MAX_CELL_CHARACTERS = 200;

type Row = readonly JsonValue[];

/** Rows by their place or by the cells of a key column, cell by cell, in the columns that both have. */
export async function compareTables(
  a: TableValue,
  b: TableValue,
  {
    tables,
    key = null,
    closeness,
  }: { tables: TableEngine; key?: string | null | undefined; closeness?: Closeness | undefined },
): Promise<ValueDifference> {
  const columns = a.columns.filter(({ name }) => typeOf(b, name) !== undefined).map(({ name }) => name);
  const rowCounts: [number, number] = [await tables.countRows(a), await tables.countRows(b)];
  if (key !== null && !columns.includes(key)) {
    return {
      kind: "unread",
      reason: `The column ${JSON.stringify(key)} is not in both tables, so rows cannot be found by it.`,
    };
  }
  if (key !== null && Math.max(...rowCounts) > MAX_KEYED_ROWS) {
    const reason = `Rows are found by a column in tables of at most ${MAX_KEYED_ROWS.toLocaleString("en")} rows. Compare them by place.`;
    return { kind: "unread", reason };
  }
  const found = createFinds(columns.length, closeness);
  const rows = (table: TableValue) => rowsOf(tables.batches(table, { columns }), columns);
  if (columns.length > 0) {
    if (key === null) await compareByPlace(rows(a), rows(b), found);
    else await compareByKey(rows(a), rows(b), { at: columns.indexOf(key), found });
  }
  const difference: TableDifference = {
    kind: "table",
    key,
    columns: columns.slice(0, MAX_COLUMNS_SHOWN),
    columnsOnlyA: a.columns.map(({ name }) => name).filter((name) => !columns.includes(name)),
    columnsOnlyB: b.columns.map(({ name }) => name).filter((name) => !columns.includes(name)),
    retyped: columns.flatMap((name) => {
      const [before, after] = [typeOf(a, name)!, typeOf(b, name)!];
      return before === after ? [] : [{ name, a: before, b: after }];
    }),
    rowCounts,
    ...found.counts,
    rows: found.rows,
    ...(key === null && Math.max(...rowCounts) > MAX_ROWS && { comparedRows: MAX_ROWS }),
  };
  const { columnsOnlyA, columnsOnlyB, retyped, changedRows, onlyA, onlyB } = difference;
  const isSame = columnsOnlyA.length + columnsOnlyB.length + retyped.length + changedRows + onlyA + onlyB === 0;
  return isSame && rowCounts[0] === rowCounts[1] && difference.comparedRows === undefined
    ? { kind: "same", how: "values" }
    : difference;
}

/** Of two iterators at once, in bounded memory. */
async function compareByPlace(a: AsyncIterator<Row>, b: AsyncIterator<Row>, found: Finds) {
  for (let place = 1; place <= MAX_ROWS; place++) {
    const [before, after] = [await a.next(), await b.next()];
    if (before.done && after.done) return;
    found.add(String(place), before.done ? null : before.value, after.done ? null : after.value);
  }
  await Promise.all([a.return?.(), b.return?.()]);
}

/** Rows of one key are put beside each other in their order. */
async function compareByKey(a: AsyncIterable<Row>, b: AsyncIterable<Row>, { at, found }: { at: number; found: Finds }) {
  const held = new Map<string, Row[]>();
  for await (const row of a) {
    const key = wordsOf(row[at]!) ?? "";
    const others = held.get(key);
    if (others) others.push(row);
    else held.set(key, [row]);
  }
  for await (const row of b) {
    const key = wordsOf(row[at]!) ?? "";
    found.add(key, held.get(key)?.shift() ?? null, row);
  }
  for (const [key, rows] of held) for (const row of rows) found.add(key, row, null);
}

type Finds = ReturnType<typeof createFinds>;

function createFinds(columnCount: number, closeness?: Closeness) {
  const counts = { changedRows: 0, changedCells: 0, onlyA: 0, onlyB: 0 };
  const rows: RowDifference[] = [];
  const shown = Math.min(columnCount, MAX_COLUMNS_SHOWN);
  const cells = (row: Row | null): Cell[] | null => row && row.slice(0, shown).map(wordsOf);
  return {
    counts,
    rows,
    add(row: string, a: Row | null, b: Row | null) {
      const changed: number[] = [];
      if (a && b) {
        for (let at = 0; at < columnCount; at++) if (!isSameCell(a[at]!, b[at]!, closeness)) changed.push(at);
        if (changed.length === 0) return;
        counts.changedRows++;
        counts.changedCells += changed.length;
      } else if (a) counts.onlyA++;
      else counts.onlyB++;
      if (rows.length === MAX_SHOWN) return;
      const state = a && b ? "changed" : a ? "only-a" : "only-b";
      rows.push({ row, state, a: cells(a), b: cells(b), changed: changed.filter((at) => at < shown) });
    },
  };
}

async function* rowsOf(batches: AsyncIterable<TableBatch>, columns: readonly string[]): AsyncGenerator<Row> {
  for await (const batch of batches) {
    const cells = columns.map((name) => batch.columns[name]!);
    for (let row = 0; row < batch.rowCount; row++) yield cells.map((column) => column[row]!);
  }
}

function isSameCell(a: JsonValue, b: JsonValue, closeness: Closeness | undefined): boolean {
  if (closeness && typeof a === "number" && typeof b === "number") return isClose(a, b, closeness);
  if (Object.is(a, b) || a === b) return true;
  return (
    typeof a === "object" && typeof b === "object" && a !== null && b !== null && canonicalJson(a) === canonicalJson(b)
  );
}

function wordsOf(cell: JsonValue): Cell {
  if (cell === null) return null;
  const text = typeof cell === "object" ? canonicalJson(cell) : String(cell);
  return text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS)}…` : text;
}

function typeOf({ columns }: TableValue, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.type;
}
