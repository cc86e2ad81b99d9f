import type { TableEngine } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { countByColumn, filterTable, zipTables } from "./compose-tables.ts";
import { countRows } from "./count-rows.ts";
import { openDuckdbSession, type DuckdbSession, type TableEngineOptions } from "./duckdb-session.ts";
import { encodeTable, saveTable, type TableFormat } from "./encode-table.ts";
import { openCsv } from "./open-csv.ts";
import { openJson } from "./open-json.ts";
import { openParquet } from "./open-parquet.ts";
import { readBatches, readNumberBatches } from "./read-batches.ts";
import { relationOf } from "./relation.ts";
import { writeRows } from "./write-rows.ts";

export type OpenTableEngine = TableEngine & {
  /** What `encode` gives, as a file at `path`. */
  save: (table: TableValue, target: { format: TableFormat; path: string }) => Promise<void>;
  close: () => void;
};

/**
 * Tables over an embedded DuckDB that can reach nothing but a scratch folder of its own, made in `scratchParent`.
 * A table is a query over files and tables in there; both go when the last table over them is forgotten.
 */
export async function openTableEngine(options: TableEngineOptions = {}): Promise<OpenTableEngine> {
  return tableEngineOver(await openDuckdbSession(options));
}

/** The same over a database that is open already; who opened it may ask it other things as well. */
export function tableEngineOver(session: DuckdbSession): OpenTableEngine {
  const rowsOf = (table: TableValue) => countRows(session, relationOf(table));

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
          yield { rowCount: rows.length, columns: columns.map((_, index) => rows.map((row) => row[index] ?? null)) };
        })(),
      ),
    write: (columns, batches) => writeRows(session, columns, batches),
    batches: (table, batchOptions) => readBatches(session, table, batchOptions),
    numberBatches: (table, batchOptions) => readNumberBatches(session, table, batchOptions),
    filter: async (table, condition) => filterTable(table, condition),
    countBy: async (table, column) => countByColumn(table, column),
    async zip(left, right) {
      const [leftRows, rightRows] = [await rowsOf(left), await rowsOf(right)];
      if (leftRows !== rightRows)
        throw new Error(`Tables of ${leftRows} and ${rightRows} rows cannot stand side by side`);
      return zipTables(left, right);
    },
    countRows: rowsOf,
    encode: (table, format) => encodeTable(session, table, format),
    save: (table, target) => saveTable(session, { table, ...target }),
    close: () => session.close(),
  };
}
