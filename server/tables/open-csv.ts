import type { DuckDBConnection } from "@duckdb/node-api";
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { toUtf8 } from "./csv-text.ts";
import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import { inferColumnTypes, typeOfClasses } from "./infer-column-types.ts";
import { MAX_LINE_BYTES, readCsvHeader } from "#nodes/read-csv-header";
import { isNumberType, quoteText, tableOf } from "./relation.ts";
import { scanCsv, unclosed, type CsvScan } from "./scan-csv.ts";
import { startWriting } from "./start-writing.ts";
import { uniqueNames } from "#nodes/unique-names";

/**
 * A table over the file itself: one walk over the bytes checks every line and finds the column types, and each reader parses
 * again. Parsing costs less than keeping the rows would, and memory stays flat however long the file is.
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
  const { path, source } = session.newFile("csv");
  const { written } = await startWriting(path, content);
  let scan: CsvScan;
  try {
    scan = scanCsv(content, { file, delimiter: separator, fieldCount: fields.length, header });
  } finally {
    await written;
  }

  const read = (types: readonly string[]) => {
    const columns = types.map((type, index) => `c${index}: '${type}'`).join(", ");
    return (
      `read_csv(${quoteText(path)}, auto_detect = false, header = ${header}, delim = ${quoteText(separator)}, quote = '"', ` +
      `escape = '"', nullstr = '', strict_mode = true, max_line_size = ${MAX_LINE_BYTES}, columns = {${columns}})`
    );
  };
  const texts = read(names.map(() => "VARCHAR"));
  try {
    const { types, rowCount } = await session.withConnection((connection) =>
      typeColumns(connection, { csv: texts, scan, file, header }),
    );
    const isText = types.map(isNumberType);
    // DuckDB reads plain numbers itself; of the others it was only asked whether their text can be cast.
    const readAs = types.map((type, index) => (isText[index] && scan.classes[index] !== null ? type : "VARCHAR"));
    const select = (from: string, isRead: (index: number) => boolean) => {
      const cells = types.map((type, index) =>
        isRead(index) ? `c${index}` : `cast(c${index} as ${type}) as c${index}`,
      );
      return `select ${cells.join(", ")} from ${from}`;
    };
    return tableOf(names, {
      sql: select(read(readAs), (index) => readAs[index] === types[index]),
      types,
      asWritten: isText.includes(true)
        ? { sql: select(texts, (index) => isText[index]! || types[index] === "VARCHAR"), isText }
        : null,
      sources: [source],
      rowCount,
    });
  } catch (error) {
    throw toCsvError(error, file);
  }
}

/** Asks DuckDB for what the walk over the file left open: columns of dates and odd numbers, and files that may be read otherwise. */
async function typeColumns(
  connection: DuckDBConnection,
  { csv, scan, file, header }: { csv: string; scan: CsvScan; file: string; header: boolean },
): Promise<{ types: string[]; rowCount: number }> {
  const { classes, hasQuotes } = scan;
  const types = classes.map((found) => (found === null ? "VARCHAR" : typeOfClasses(found)));
  const open = classes.flatMap((found, index) => (found === null ? [index] : []));
  const expected = scan.recordCount - (header ? 1 : 0);
  // With a single column a blank line is a row with a missing cell, so there may be more.
  const mayHaveMore = classes.length === 1;
  if (open.length === 0 && !hasQuotes && !mayHaveMore) return { types, rowCount: expected };

  const inferred = await inferColumnTypes(connection, { source: csv, columns: open });
  const { rowCount } = inferred;
  for (const [place, index] of open.entries()) types[index] = inferred.types[place]!;
  if (rowCount < expected || (rowCount > expected && !mayHaveMore)) {
    const message = `${file} could not be read whole: it has ${expected} rows, and ${rowCount} came out.`;
    throw new NodeError("bad-table", message);
  }
  return { types, rowCount };
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
