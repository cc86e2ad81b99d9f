import { readFile } from "node:fs/promises";
import type { JsonValue } from "#graph/json";
import type { TableEngine } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { tableFormatOf } from "#nodes/table-format";
import { AppError } from "../../app-error.ts";
import { countRows } from "../../tables/count-rows.ts";
import type { DuckdbSession } from "../../tables/duckdb-session.ts";
import { relationOf } from "../../tables/relation.ts";
import { streamRows } from "../../tables/stream-rows.ts";
import type { GivenRows, StoredPart } from "./reader-messages.ts";

/** Held whole while it is read. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;

/** Opens a table file as people give it: CSV, Parquet or JSON. @throws AppError PAYLOAD_TOO_LARGE; NodeError for what is no table */
export async function openGivenTable(
  tables: TableEngine,
  { file, name, mediaType }: { file: StoredPart; name: string; mediaType: string },
): Promise<TableValue> {
  if (file.sizeBytes > MAX_FILE_BYTES) {
    const message = `“${name}” has ${Math.ceil(file.sizeBytes / 1024 ** 2)} MB; a table for a batch may have ${MAX_FILE_BYTES / 1024 ** 2} MB. Split it.`;
    throw new AppError("PAYLOAD_TOO_LARGE", message, { reason: "table-too-large" });
  }
  const bytes = await readFile(file.file);
  return tables.open({ bytes, name, format: tableFormatOf({ name, mediaType, bytes }) });
}

/**
 * The first `count` rows of the named columns, as text: numbers of a CSV file as they are written there, null for an empty
 * cell. Columns that the table does not have are left out.
 */
export async function readGivenRows(
  session: DuckdbSession,
  table: TableValue,
  { columns, count }: { columns: readonly string[] | null; count: number },
): Promise<GivenRows> {
  const relation = relationOf(table);
  const rowCount = await countRows(session, relation);
  const names = table.columns.map(({ name }) => name);
  const chosen = (columns ?? names).filter((name) => names.includes(name));
  const rows: (string | null)[][] = [];
  if (chosen.length > 0 && count > 0) {
    const cells = chosen.map((name) => `cast(c${names.indexOf(name)} as varchar)`);
    const source = { ...relation, sql: relation.asWritten?.sql ?? relation.sql };
    for await (const { vectors, rowCount: read } of streamRows(session, { ...source, rowCount }, cells)) {
      for (let row = 0; row < read && rows.length < count; row++) {
        rows.push(vectors.map((vector) => vector.getItem(row) as string | null));
      }
      if (rows.length >= count) break;
    }
  }
  return { columns: table.columns.map(({ name, type }) => ({ name, type })), rowCount, read: chosen, rows };
}

/** A table of these rows; a column of numbers or of yes and no is one where all its cells are that. */
export function tableOfRows(
  tables: TableEngine,
  { columns, rows }: { columns: readonly string[]; rows: readonly JsonValue[][] },
): Promise<TableValue> {
  const typed = columns.map((name, index) => {
    const cells = rows.flatMap((row) => (row[index] === null || row[index] === undefined ? [] : [row[index]]));
    const isAll = (type: string) => cells.length > 0 && cells.every((cell) => typeof cell === type);
    const type = isAll("number") ? "number" : isAll("boolean") ? "boolean" : "text";
    return { name, type } as const;
  });
  const cellOf = (cell: JsonValue | undefined, type: "number" | "boolean" | "text") => {
    if (cell === null || cell === undefined) return null;
    return type === "text" && typeof cell !== "string" ? JSON.stringify(cell) : cell;
  };
  return tables.fromRows(
    typed,
    rows.map((row) => typed.map(({ type }, index) => cellOf(row[index], type))),
  );
}
