import { BOOLEAN, DOUBLE, DuckDBDataChunk, VARCHAR, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import type { JsonValue } from "#graph/json";
import type { TableValue } from "#graph/values";
import type { DuckdbSession } from "./duckdb-session.ts";
import { columnList, tableOf } from "./relation.ts";
import { uniqueNames } from "./unique-names.ts";

type NewColumn = { name: string; type: "number" | "text" | "boolean" };

/** Rows of one of DuckDB's own chunks. */
const CHUNK_ROWS = 2_048;
const columnTypes: Record<NewColumn["type"], DuckDBType> = { number: DOUBLE, text: VARCHAR, boolean: BOOLEAN };

/** A table of rows that come in batches; no more than one batch is held outside the database, which spills to disk. */
export async function writeRows(
  session: DuckdbSession,
  columns: readonly NewColumn[],
  batches: AsyncIterable<readonly (readonly JsonValue[])[]>,
): Promise<TableValue> {
  const types = columns.map(({ type }) => columnTypes[type]);
  const source = session.newTable();
  let rowCount = 0;
  await session.withConnection(async (connection) => {
    await connection.run(`create table ${source.name} (${types.map((type, index) => `c${index} ${type}`).join(", ")})`);
    const appender = await connection.createAppender(source.name);
    for await (const rows of batches) {
      for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
        const part = rows.slice(start, start + CHUNK_ROWS);
        const chunk = DuckDBDataChunk.create(types, part.length);
        for (const [index, column] of columns.entries()) {
          const cells: DuckDBValue[] = [];
          for (const [offset, row] of part.entries()) cells.push(toCell(row[index] ?? null, column, rowCount + offset));
          chunk.setColumnValues(index, cells);
        }
        appender.appendDataChunk(chunk);
        rowCount += part.length;
      }
    }
    appender.closeSync();
  });
  return tableOf(uniqueNames(columns.map(({ name }) => name)), {
    sql: `select ${columnList(columns.length)} from ${source.name}`,
    types: types.map(String),
    sources: [source],
    rowCount,
  });
}

/** Three arguments, because an object for each cell would cost as much as writing it. */
function toCell(value: JsonValue, column: NewColumn, rowsBefore: number): DuckDBValue {
  if (value === null) return null;
  const wanted = column.type === "text" ? "string" : column.type;
  if (typeof value === wanted) return value as DuckDBValue;
  if (column.type === "text") return JSON.stringify(value);
  throw new Error(`Row ${rowsBefore + 1} of column "${column.name}" holds ${typeof value}, not ${column.type}`);
}
