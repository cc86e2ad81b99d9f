import type { TableEngine } from "#graph/node-runner";
import { countByColumn, filterTable, zipTables } from "./compose-tables.ts";
import { openDuckdbSession, toTableError, type TableEngineOptions } from "./duckdb-session.ts";
import { encodeTable } from "./encode-table.ts";
import { openCsv } from "./open-csv.ts";
import { openJson } from "./open-json.ts";
import { openParquet } from "./open-parquet.ts";
import { readBatches, readNumberBatches } from "./read-batches.ts";
import { relationOf } from "./relation.ts";
import { writeRows } from "./write-rows.ts";

/**
 * Tables over an embedded DuckDB that can reach nothing but a scratch folder of its own, made in `scratchParent`.
 * A table is a query over files and tables in there; both go when the last table over them is forgotten.
 */
export async function openTableEngine(options: TableEngineOptions = {}): Promise<TableEngine & { close: () => void }> {
  const session = await openDuckdbSession(options);

  async function countRows(table: Parameters<TableEngine["countRows"]>[0]) {
    const relation = relationOf(table);
    if (relation.rowCount !== null) return relation.rowCount;
    try {
      const reader = await session.withConnection((connection) =>
        connection.runAndReadAll(`select count(*) from (${relation.sql})`),
      );
      relation.rowCount = Number(reader.getRows()[0]![0]);
      return relation.rowCount;
    } catch (error) {
      throw toTableError(error, "The table");
    }
  }

  return {
    open({ bytes, name, format, options: { delimiter, header = true } = {} }) {
      const file = JSON.stringify(name);
      if (format === "parquet") return openParquet(session, { bytes, file });
      if (format === "json") return openJson(session, { bytes, file });
      return openCsv(session, { bytes, file, delimiter, header });
    },
    fromRows: (columns, rows) =>
      writeRows(
        session,
        columns,
        (async function* () {
          yield rows;
        })(),
      ),
    write: (columns, batches) => writeRows(session, columns, batches),
    batches: (table, batchOptions) => readBatches(session, table, batchOptions),
    numberBatches: (table, batchOptions) => readNumberBatches(session, table, batchOptions),
    filter: async (table, condition) => filterTable(table, condition),
    countBy: async (table, column) => countByColumn(table, column),
    async zip(left, right) {
      const [leftRows, rightRows] = [await countRows(left), await countRows(right)];
      if (leftRows !== rightRows)
        throw new Error(`Tables of ${leftRows} and ${rightRows} rows cannot stand side by side`);
      return zipTables(left, right);
    },
    countRows,
    encode: (table, format) => encodeTable(session, table, format),
    close: () => session.close(),
  };
}
