import { writeFile } from "node:fs/promises";
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { toUtf8 } from "./csv-text.ts";
import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import { inferColumnTypes } from "./infer-column-types.ts";
import { MAX_LINE_BYTES, MAX_TABLE_COLUMNS } from "#nodes/read-csv-header";
import { MAX_JSON_DEPTH } from "./limits.ts";
import { quoteName, quoteText, tableOf } from "./relation.ts";
import { uniqueNames } from "#nodes/unique-names";

/**
 * A table over a JSON file: an array of objects, or objects one after another. Columns are their fields in order of first
 * occurrence. Strings stay text, numbers follow the rules of `inferColumnTypes`, nested values become JSON text.
 */
export async function openJson(
  session: DuckdbSession,
  { bytes, file }: { bytes: Uint8Array; file: string },
): Promise<TableValue> {
  const text = toUtf8(bytes, file);
  const first = text.findIndex((byte) => byte > 0x20);
  const isArray = text[first] === 0x5b;
  if (first < 0) throw new NodeError("bad-table", `${file} is empty: it has no rows.`);
  if (!isArray && text[first] !== 0x7b) throw notATable(file);
  if (isArray && /^\[\s*\]\s*$/.test(new TextDecoder().decode(text.subarray(first, first + 100)))) {
    throw new NodeError("bad-table", `${file} holds an empty array: without a row it has no columns.`);
  }

  checkDepth(text, file);
  const { path, source } = session.newFile("json");
  await writeFile(path, text);
  const json =
    `read_json(${quoteText(path)}, format = '${isArray ? "array" : "unstructured"}', records = true, sample_size = -1, ` +
    `maximum_depth = 1, map_inference_threshold = -1, maximum_object_size = ${MAX_LINE_BYTES})`;
  try {
    return await session.withConnection(async (connection) => {
      const names = (await connection.runAndReadAll(`describe select * from ${json}`))
        .getRows()
        .map(([name]) => String(name));
      if (names.length > MAX_TABLE_COLUMNS) {
        throw new NodeError(
          "too-large",
          `${file} has ${names.length} fields; a table may have ${MAX_TABLE_COLUMNS} columns.`,
        );
      }
      const columns = names.map(
        (name, index) => `${quoteName(name)} ->> '$' as c${index}, ${quoteName(name)} as j${index}`,
      );
      const cells = `(select ${columns.join(", ")} from ${json})`;
      const isText = (index: number) => `json_type(j${index}) in ('VARCHAR', 'OBJECT', 'ARRAY')`;
      const { types, rowCount } = await inferColumnTypes(connection, {
        source: cells,
        columns: names.map((_, index) => index),
        isText,
      });
      const typed = types.map((type, index) =>
        type === "VARCHAR" ? `c${index}` : `cast(c${index} as ${type}) as c${index}`,
      );
      const sql = `select ${typed.join(", ")} from ${cells}`;
      return tableOf(uniqueNames(names), {
        sql,
        types,
        asWritten: null,
        sources: [source],
        rowCount,
      });
    });
  } catch (error) {
    if (error instanceof Error && error.message.includes("expected records")) throw notATable(file);
    throw toTableError(error, file);
  }
}

/** DuckDB's reader calls itself for each level, and a deep file would end the process with its stack. */
function checkDepth(bytes: Uint8Array, file: string) {
  let depth = 0;
  let isString = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (isString) {
      if (byte === 0x5c) index++;
      else if (byte === 0x22) isString = false;
    } else if (byte === 0x22) {
      isString = true;
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > MAX_JSON_DEPTH) {
        throw new NodeError("too-large", `${file} is nested deeper than ${MAX_JSON_DEPTH} levels.`);
      }
    } else if (byte === 0x5d || byte === 0x7d) {
      depth--;
    }
  }
}

function notATable(file: string): NodeError {
  return new NodeError("bad-table", `${file} is no table: it must hold an array of objects, or one object a line.`);
}
