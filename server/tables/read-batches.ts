import type { DuckDBDoubleVector } from "@duckdb/node-api";
import type { JsonValue } from "#graph/json";
import { NodeError, type TableBatch } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import type { DuckdbSession } from "./duckdb-session.ts";
import { relationOf, type Relation } from "./relation.ts";
import { streamRows } from "./stream-rows.ts";

const DEFAULT_BATCH_ROWS = 8_192;

/** Rows in order, as JSON values by column name; at most `batchRows` of them are in memory at once, and DuckDB's own few. */
export async function* readBatches(
  session: DuckdbSession,
  table: TableValue,
  { columns, batchRows = DEFAULT_BATCH_ROWS }: { columns?: readonly string[]; batchRows?: number } = {},
): AsyncGenerator<TableBatch> {
  const relation = relationOf(table);
  const names = columns ?? table.columns.map(({ name }) => name);
  const indices = names.map((name) => requireColumn(table, name));
  const types = indices.map((index) => relation.types[index]!);
  const cells = indices.map((index, place) => readableCell(`c${index}`, types[place]!));
  let batch: JsonValue[][] = names.map(() => []);
  for await (const { vectors, rowCount } of streamRows(session, relation, cells)) {
    for (let row = 0; row < rowCount; row++) {
      for (const [place, vector] of vectors.entries()) batch[place]!.push(toJson(vector.getItem(row), types[place]!));
      if ((batch[0]?.length ?? 0) < batchRows) continue;
      yield toBatch(names, batch);
      batch = names.map(() => []);
    }
  }
  if ((batch[0]?.length ?? 0) > 0) yield toBatch(names, batch);
}

/** As `readBatches`, for number and boolean columns and text columns in which every cell is a number. */
export async function* readNumberBatches(
  session: DuckdbSession,
  table: TableValue,
  { columns, batchRows = DEFAULT_BATCH_ROWS }: { columns: readonly string[]; batchRows?: number },
): AsyncGenerator<{ rowCount: number; columns: Float64Array[] }> {
  const relation = relationOf(table);
  const indices = columns.map((name) => requireColumn(table, name));
  for (const [place, index] of indices.entries())
    await requireNumbers(session, relation, { index, name: columns[place]! });
  const cells = indices.map((index) => `coalesce(try_cast(c${index} as double), 'NaN')`);
  let batch = columns.map(() => new Float64Array(batchRows));
  let filled = 0;
  for await (const { vectors, rowCount } of streamRows(session, relation, cells)) {
    for (let start = 0; start < rowCount;) {
      const taken = Math.min(rowCount - start, batchRows - filled);
      for (const [place, vector] of vectors.entries()) {
        // All cells are doubles and none is missing, as the query says, so that they can be taken over at once.
        const cells = (vector as DuckDBDoubleVector)["items"] as Float64Array;
        batch[place]!.set(cells.subarray(start, start + taken), filled);
      }
      start += taken;
      filled += taken;
      if (filled < batchRows) continue;
      yield { rowCount: filled, columns: batch };
      batch = columns.map(() => new Float64Array(batchRows));
      filled = 0;
    }
  }
  if (filled > 0) yield { rowCount: filled, columns: batch.map((column) => column.subarray(0, filled)) };
}

/** @throws NodeError "bad-input" naming the columns that there are. */
export function requireColumn(table: TableValue, name: string): number {
  const index = table.columns.findIndex((column) => column.name === name);
  if (index >= 0) return index;
  const names = table.columns.map((column) => `"${column.name}"`).slice(0, 20);
  const more = table.columns.length > names.length ? ` and ${table.columns.length - names.length} more` : "";
  throw new NodeError("bad-input", `The table has no column "${name}". It has ${names.join(", ")}${more}.`);
}

// Leading zeros mark an id, not a number.
const plainNumber = "-?((0|[1-9][0-9]*)(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?";

async function requireNumbers(
  session: DuckdbSession,
  relation: Relation,
  { index, name }: { index: number; name: string },
) {
  const type = relation.types[index]!;
  const isDate = type === "DATE" || type.startsWith("TIMESTAMP");
  if (type !== "VARCHAR" && !isDate) return;
  const cell = `cast(c${index} as varchar)`;
  const isNumber = isDate
    ? "false"
    : `regexp_full_match(c${index}, '${plainNumber}') and isfinite(try_cast(c${index} as double))`;
  const wrong = await session.withConnection((connection) =>
    connection.runAndReadAll(
      `select number, text from (select row_number() over () as number, ${cell} as text, ${isNumber} as fits from (${relation.sql}))
       where text is not null and not fits limit 1`,
    ),
  );
  const [row] = wrong.getRows();
  if (!row) return;
  const text = String(row[1]).slice(0, 100);
  throw new NodeError("bad-table", `Row ${row[0]}, column "${name}": ${JSON.stringify(text)} is no number.`);
}

/** Types whose vectors do not hand over their exact value as a JavaScript value are read as text. */
function readableCell(cell: string, type: string): string {
  if (type === "TIMESTAMP") return `replace(cast(${cell} as varchar), ' ', 'T')`;
  if (type === "TIMESTAMP WITH TIME ZONE")
    return `replace(cast(cast(${cell} as timestamp) as varchar), ' ', 'T') || 'Z'`;
  return type === "DATE" || type === "HUGEINT" || type.startsWith("DECIMAL") ? `cast(${cell} as varchar)` : cell;
}

function toJson(item: unknown, type: string): JsonValue {
  if (item === null) return null;
  if (typeof item === "bigint") return isSafe(item) ? Number(item) : item.toString();
  if (type === "HUGEINT" || type.startsWith("DECIMAL")) return exactNumber(item as string);
  // What is left are the vectors of DOUBLE, BOOLEAN and VARCHAR.
  return item as number | boolean | string;
}

function isSafe(integer: bigint): boolean {
  return integer >= BigInt(Number.MIN_SAFE_INTEGER) && integer <= BigInt(Number.MAX_SAFE_INTEGER);
}

/** Decimal digits as a number where 15 of them are enough, as text where the number would be another one. */
function exactNumber(text: string): number | string {
  const digits = text.replace(/^-/, "").replace(".", "").replace(/^0+/, "");
  return digits.replace(/0+$/, "").length <= 15 ? Number(text) : text;
}

function toBatch(names: readonly string[], columns: JsonValue[][]): TableBatch {
  return {
    rowCount: columns[0]?.length ?? 0,
    columns: Object.fromEntries(names.map((name, place) => [name, columns[place]!])),
  };
}
