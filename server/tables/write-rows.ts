import {
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBEnumType,
  ENUM,
  VARCHAR,
  type DuckDBDoubleVector,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { JsonValue } from "#graph/json";
import type { ColumnCells, NewColumn, NewRows } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import type { DuckdbSession } from "./duckdb-session.ts";
import { tableOf } from "./relation.ts";
import { uniqueNames } from "#nodes/unique-names";

/** Rows of one of DuckDB's own chunks. */
const CHUNK_ROWS = 2_048;
const columnTypes: Record<NewColumn["type"], DuckDBType> = { number: DOUBLE, text: VARCHAR, boolean: BOOLEAN };

/** A table of rows that come in batches; no more than one batch is held outside the database, which spills to disk. */
export async function writeRows(
  session: DuckdbSession,
  columns: readonly NewColumn[],
  batches: AsyncIterable<NewRows>,
): Promise<TableValue> {
  const types = columns.map(({ type, values }) => (values?.length ? ENUM(values) : columnTypes[type]));
  const source = session.newTable();
  let rowCount = 0;
  await session.withConnection(async (connection) => {
    await connection.run(`create table ${source.name} (${types.map((type, index) => `c${index} ${type}`).join(", ")})`);
    let appender = await connection.createAppender(source.name);
    for await (const batch of batches) {
      for (const [index, type] of types.entries()) {
        if (!(type instanceof DuckDBEnumType) || hasOnly(batch.columns[index]!, type.valueIndexes)) continue;
        appender.closeSync();
        await connection.run(`alter table ${source.name} alter c${index} type varchar`);
        types[index] = VARCHAR;
        appender = await connection.createAppender(source.name);
      }
      for (let start = 0; start < batch.rowCount; start += CHUNK_ROWS) {
        const end = Math.min(batch.rowCount, start + CHUNK_ROWS);
        const chunk = DuckDBDataChunk.create(types, end - start);
        for (const [index, column] of columns.entries()) {
          const cells = batch.columns[index]!;
          if (cells instanceof Float64Array) setNumbers(chunk, index, cells.subarray(start, end));
          else setValues(chunk, index, { cells: cells.slice(start, end), column, rowsBefore: rowCount + start });
        }
        appender.appendDataChunk(chunk);
      }
      rowCount += batch.rowCount;
    }
    appender.closeSync();
  });
  const cells = types.map((type, index) =>
    type instanceof DuckDBEnumType ? `cast(c${index} as varchar) as c${index}` : `c${index}`,
  );
  return tableOf(uniqueNames(columns.map(({ name }) => name)), {
    sql: `select ${cells.join(", ")} from ${source.name}`,
    types: columns.map(({ type }) => String(columnTypes[type])),
    asWritten: null,
    sources: [source],
    rowCount,
  });
}

function hasOnly(cells: ColumnCells, values: Readonly<Record<string, number>>): boolean {
  return cells.every((cell: JsonValue) => cell === null || (typeof cell === "string" && cell in values));
}

/** NaN and infinite numbers become missing cells: a table has no other way to say that. */
function setNumbers(chunk: DuckDBDataChunk, index: number, cells: Float64Array) {
  const vector = chunk.getColumnVector(index) as DuckDBDoubleVector;
  // The vector's own array takes all cells at once; `setItem` would look at the validity of each.
  (vector["items"] as Float64Array).set(cells);
  for (let row = 0; row < cells.length; row++) if (!Number.isFinite(cells[row])) vector.setItem(row, null);
  vector.flush();
}

function setValues(
  chunk: DuckDBDataChunk,
  index: number,
  { cells, column, rowsBefore }: { cells: readonly JsonValue[]; column: NewColumn; rowsBefore: number },
) {
  const wanted = column.type === "text" ? "string" : column.type;
  const values = cells.map((value, row): DuckDBValue => {
    if (value === null || typeof value === wanted) return value as DuckDBValue;
    if (column.type === "text") return JSON.stringify(value);
    throw new Error(`Row ${rowsBefore + row + 1} of column "${column.name}" holds ${typeof value}, not ${column.type}`);
  });
  chunk.setColumnValues(index, values);
}
