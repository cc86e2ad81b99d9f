import { createReadStream, createWriteStream } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { canonicalCell, canonicalType } from "./canonical-type.ts";
import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import { MAX_TABLE_COLUMNS } from "#nodes/read-csv-header";
import { MAX_TABLE_ROWS, MAX_UNPACKED_BYTES } from "./limits.ts";
import { quoteName, quoteText, tableOf, type TableSource } from "./relation.ts";
import { uniqueNames } from "#nodes/unique-names";

/**
 * A table over the Parquet file itself. Its footer is read first: a file of a few kilobytes may claim to hold petabytes.
 *
 * @throws NodeError "bad-table" for what is no Parquet file or a damaged one, "too-large" beyond the limits.
 */
export async function openParquet(
  session: DuckdbSession,
  { bytes, file }: { bytes: Uint8Array; file: string },
): Promise<TableValue> {
  checkFrame({ head: bytes.subarray(0, 4), tail: bytes.subarray(-8), sizeBytes: bytes.length }, file);
  const { path, source } = session.newFile("parquet");
  await writeFile(path, bytes);
  return openWritten(session, { path, source, file });
}

/** The same of bytes that lie in a file on this machine, without having them in memory. */
export async function openParquetFile(
  session: DuckdbSession,
  { from, start, sizeBytes, file }: { from: string; start: number; sizeBytes: number; file: string },
): Promise<TableValue> {
  const { path, source } = session.newFile("parquet");
  const end = start + Math.max(1, sizeBytes) - 1;
  await pipeline(createReadStream(from, { start, end }), createWriteStream(path));
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const head = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const tail = await handle.read(Buffer.alloc(8), 0, 8, Math.max(0, size - 8));
    checkFrame({ head: head.buffer, tail: tail.buffer, sizeBytes: size }, file);
  } finally {
    await handle.close();
  }
  return openWritten(session, { path, source, file });
}

async function openWritten(
  session: DuckdbSession,
  { path, source, file }: { path: string; source: TableSource; file: string },
): Promise<TableValue> {
  const quoted = quoteText(path);
  try {
    return await session.withConnection(async (connection) => {
      const footer = await connection.runAndReadAll(
        `select num_rows, (select coalesce(sum(greatest(total_uncompressed_size, 0)), 0) from parquet_metadata(${quoted})),
           (select coalesce(min(least(row_group_num_rows, num_values, total_uncompressed_size)), 0) from parquet_metadata(${quoted}))
         from parquet_file_metadata(${quoted})`,
      );
      const [rows, unpackedBytes, smallest] = footer.getRows()[0]!.map(Number) as [number, number, number];
      if (rows < 0 || smallest < 0)
        throw new NodeError("bad-table", `${file} is damaged: its footer claims a negative count.`);
      if (rows > MAX_TABLE_ROWS) {
        throw new NodeError("too-large", `${file} claims to have ${rows} rows; a table may have ${MAX_TABLE_ROWS}.`);
      }
      if (unpackedBytes > MAX_UNPACKED_BYTES) {
        throw new NodeError(
          "too-large",
          `${file} would unpack to ${unpackedBytes} bytes; a table may have ${MAX_UNPACKED_BYTES}.`,
        );
      }

      const schema = await connection.runAndReadAll(`describe select * from read_parquet(${quoted})`);
      const columns = schema.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
      if (columns.length > MAX_TABLE_COLUMNS) {
        throw new NodeError(
          "too-large",
          `${file} has ${columns.length} columns; a table may have ${MAX_TABLE_COLUMNS}.`,
        );
      }
      const cells = columns.map(({ name, type }, index) => `${canonicalCell(quoteName(name), type)} as c${index}`);
      const sql = `select ${cells.join(", ")} from read_parquet(${quoted})`;
      // The first rows are unpacked now, so that a damaged page is this file's error and not a later step's.
      await connection.run(`select count(columns(*)) from (${sql} limit 2048)`);
      const types = columns.map(({ type }) => canonicalType(type));
      const names = uniqueNames(columns.map(({ name }) => name));
      return tableOf(names, { sql, types, asWritten: null, sources: [source], rowCount: rows });
    });
  } catch (error) {
    throw toTableError(error, file);
  }
}

/** `head` is the first 4 bytes, `tail` the last 8. */
function checkFrame(
  { head, tail, sizeBytes }: { head: Uint8Array; tail: Uint8Array; sizeBytes: number },
  file: string,
) {
  const [start, end] = [textOf(head), textOf(tail.subarray(-4))];
  if (start === "PARE" || end === "PARE") {
    throw new NodeError("bad-table", `${file} is encrypted. Save it without encryption.`);
  }
  if (sizeBytes < 12 || start !== "PAR1" || end !== "PAR1") {
    throw new NodeError("bad-table", `${file} is no Parquet file: it does not begin and end with "PAR1".`);
  }
  const footerBytes = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  if (footerBytes > sizeBytes - 12) {
    throw new NodeError("bad-table", `${file} is cut off: its footer of ${footerBytes} bytes is longer than the file.`);
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
