import { writeFile } from "node:fs/promises";
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { countCsvRecords, unclosed } from "./check-csv-records.ts";
import { toUtf8 } from "./csv-text.ts";
import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import { inferColumnTypes } from "./infer-column-types.ts";
import { MAX_LINE_BYTES } from "./limits.ts";
import { readCsvHeader } from "./read-csv-header.ts";
import { quoteText, tableOf } from "./relation.ts";
import { uniqueNames } from "./unique-names.ts";

/**
 * A table over the file itself: one pass checks every line and finds the column types, and each reader parses again.
 * Parsing costs less than keeping the rows would, and memory stays flat however long the file is.
 */
export async function openCsv(
  session: DuckdbSession,
  {
    bytes,
    file,
    delimiter,
    header,
  }: { bytes: Uint8Array; file: string; delimiter: string | undefined; header: boolean },
): Promise<TableValue> {
  const text = toUtf8(bytes, file);
  const { delimiter: separator, fields } = readCsvHeader(text, { file, delimiter });
  const names = uniqueNames(header ? fields : fields.map(() => ""));
  const content = withoutBlankEnds(text);
  const recordCount = countCsvRecords(content, { file, delimiter: separator, fieldCount: fields.length });
  const { path, source } = session.newFile("csv");
  await writeFile(path, content);

  const columns = names.map((_, index) => `c${index}: 'VARCHAR'`).join(", ");
  const csv =
    `read_csv(${quoteText(path)}, auto_detect = false, header = ${header}, delim = ${quoteText(separator)}, quote = '"', ` +
    `escape = '"', nullstr = '', strict_mode = true, max_line_size = ${MAX_LINE_BYTES}, columns = {${columns}})`;
  try {
    const { types, rowCount } = await session.withConnection((connection) =>
      inferColumnTypes(connection, { source: csv, columnCount: names.length }),
    );
    // With a single column a blank line is a row with a missing cell, so there may be more.
    const expected = recordCount - (header ? 1 : 0);
    if (rowCount < expected || (rowCount > expected && names.length > 1)) {
      throw new NodeError(
        "bad-table",
        `${file} could not be read whole: it has ${expected} rows, and ${rowCount} came out.`,
      );
    }
    const cells = types.map((type, index) =>
      type === "VARCHAR" ? `c${index}` : `cast(c${index} as ${type}) as c${index}`,
    );
    return tableOf(names, { sql: `select ${cells.join(", ")} from ${csv}`, types, sources: [source], rowCount });
  } catch (error) {
    throw toCsvError(error, file);
  }
}

/** Blank lines at both ends would be rows of a table with a single column. */
function withoutBlankEnds(bytes: Uint8Array): Uint8Array {
  const isBreak = (byte: number) => byte === 0x0a || byte === 0x0d;
  const start = bytes.findIndex((byte) => !isBreak(byte));
  let end = bytes.length;
  while (end > start && isBreak(bytes[end - 1]!)) end--;
  return bytes.subarray(start, end);
}

function toCsvError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof NodeError) return error;
  // What has passed our own check fails here for its quotes alone.
  const line = /CSV Error on Line: (\d+)/.exec(error.message)?.[1];
  if (line && error.message.includes("unterminated quote")) return unclosed(file, line);
  return toTableError(error, file);
}
