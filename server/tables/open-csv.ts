import { writeFile } from "node:fs/promises";
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
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
  const { path, source } = session.newFile("csv");
  await writeFile(path, withoutBlankEnds(text));

  const columns = names.map((_, index) => `c${index}: 'VARCHAR'`).join(", ");
  const csv =
    `read_csv(${quoteText(path)}, auto_detect = false, header = ${header}, delim = ${quoteText(separator)}, quote = '"', ` +
    `escape = '"', nullstr = '', strict_mode = true, max_line_size = ${MAX_LINE_BYTES}, columns = {${columns}})`;
  try {
    const { types, rowCount } = await session.withConnection((connection) =>
      inferColumnTypes(connection, { source: csv, columnCount: names.length }),
    );
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
  const { message } = error;
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  if (!line) return toTableError(error, file);
  const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
  if (counts) {
    const text = `Line ${line} of ${file} has ${counts[2]} values where the header has ${counts[1]} columns.`;
    return new NodeError("bad-table", text, { cause: error });
  }
  if (message.includes("Maximum line size")) {
    const text = `Line ${line} of ${file} is longer than ${MAX_LINE_BYTES} bytes, which is more than a row may have.`;
    return new NodeError("too-large", text, { cause: error });
  }
  if (message.includes("unterminated quote")) {
    const text = `Line ${line} of ${file} has a quote that is not closed, or text after the closing quote. Write a quote within quotes twice.`;
    return new NodeError("bad-table", text, { cause: error });
  }
  return toTableError(error, file);
}
