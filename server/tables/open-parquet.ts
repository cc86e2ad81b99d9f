import { writeFile } from "node:fs/promises";
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { canonicalCell, canonicalType } from "./canonical-type.ts";
import { toTableError, type DuckdbSession } from "./duckdb-session.ts";
import { MAX_TABLE_COLUMNS } from "#nodes/read-csv-header";
import { MAX_TABLE_ROWS, MAX_UNPACKED_BYTES } from "./limits.ts";
import { quoteName, quoteText, tableOf } from "./relation.ts";
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
  checkFrame(bytes, file);
  const { path, source } = session.newFile("parquet");
  await writeFile(path, bytes);
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

function checkFrame(bytes: Uint8Array, file: string) {
  const text = (start: number) => new TextDecoder("latin1").decode(bytes.subarray(start, start + 4));
  const head = text(0);
  const tail = text(bytes.length - 4);
  if (head === "PARE" || tail === "PARE") {
    throw new NodeError("bad-table", `${file} is encrypted. Save it without encryption.`);
  }
  if (bytes.length < 12 || head !== "PAR1" || tail !== "PAR1") {
    throw new NodeError("bad-table", `${file} is no Parquet file: it does not begin and end with "PAR1".`);
  }
  const footerBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
  if (footerBytes > bytes.length - 12) {
    throw new NodeError("bad-table", `${file} is cut off: its footer of ${footerBytes} bytes is longer than the file.`);
  }
}
