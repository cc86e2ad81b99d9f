/**
 * The process that looks into large values for a web process: tables with DuckDB, and lists that were kept whole. A child
 * of its own, because what it reads may be hostile or heavy: it has no database, no secrets and no network, is killed
 * when it takes too long, and ends with its parent.
 */
import { NodeError } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import { stat } from "node:fs/promises";
import { AppError } from "../../app-error.ts";
import { compareStored, compareStoredItems } from "../../comparing/compare-stored.ts";
import { createImageCodec } from "../../images/create-image-codec.ts";
import { openDuckdbSession } from "../../tables/duckdb-session.ts";
import { judgeStored } from "../../workflow-tests/judge-stored.ts";
import { saveTable } from "../../tables/encode-table.ts";
import { openParquetFile } from "../../tables/open-parquet.ts";
import { tableEngineOver } from "../../tables/open-table-engine.ts";
import { openGivenTable, readGivenRows, tableOfRows } from "./given-tables.ts";
import { createListIndexes, pageOf, partOf } from "./list-index.ts";
import { READER_IS_READY } from "./reader-messages.ts";
import type { FromReader, GivenTable, ReaderCall, ReaderCalls, StoredPart, ToReader } from "./reader-messages.ts";
import { readColumnStatistics, readTablePage } from "./table-pages.ts";

const MEMORY_BYTES = 512 * 1024 * 1024;
const MAX_OPEN_TABLES = 4;

const session = await openDuckdbSession({
  threads: 2,
  memoryLimitBytes: MEMORY_BYTES,
  ...(process.env.TMPDIR !== undefined && { scratchParent: process.env.TMPDIR }),
});
const codecs = { images: createImageCodec(), tables: tableEngineOver(session) };
const indexOf = createListIndexes();
const tables = new Map<string, Promise<TableValue>>();

function givenTableOf(given: GivenTable): Promise<TableValue> {
  // By its name too, which says how it is read.
  return keptTable(`${given.file.key} ${given.name}`, () => openGivenTable(codecs.tables, given));
}

function tableOf({ key, file, start, sizeBytes }: StoredPart): Promise<TableValue> {
  return keptTable(key, () => openParquetFile(session, { from: file, start, sizeBytes, file: "The table" }));
}

function keptTable(key: string, open: () => Promise<TableValue>): Promise<TableValue> {
  const known = tables.get(key);
  tables.delete(key);
  const table = known ?? open();
  tables.set(key, table);
  table.catch(() => tables.delete(key));
  if (tables.size > MAX_OPEN_TABLES) tables.delete(tables.keys().next().value!);
  return table;
}

const calls: { [Call in ReaderCall]: (asks: ReaderCalls[Call]["asks"]) => Promise<ReaderCalls[Call]["gives"]> } = {
  listItems: async ({ list, ...page }) => pageOf(list, await indexOf(list), { ...page, codecs }),
  findItem: async ({ list, item }) => partOf(await indexOf(list), item),
  tablePage: async ({ table, ...page }) => readTablePage(session, await tableOf(table), page),
  columnStatistics: async ({ table, column }) => readColumnStatistics(session, await tableOf(table), column),
  compare: (asks) => compareStored(asks, { codecs, indexOf }),
  compareItems: (asks) => compareStoredItems(asks, { codecs, indexOf }),
  givenRows: async (given) => readGivenRows(session, await givenTableOf(given), given),
  writeRows: async ({ format, ...rows }) => {
    const file = `${session.newPath(format)}.saved`;
    await saveTable(session, { table: await tableOfRows(codecs.tables, rows), format, path: file });
    return { file, sizeBytes: (await stat(file)).size };
  },
  judge: (asks) => judgeStored(asks, { codecs, indexOf }),
  writeCsv: async ({ table }) => {
    const file = `${session.newPath("csv")}.saved`;
    await saveTable(session, { table: await tableOf(table), format: "csv", path: file });
    return { file, sizeBytes: (await stat(file)).size };
  },
};

async function answer({ id, call, asks }: ToReader): Promise<FromReader> {
  try {
    // Each message has the arguments of its own call.
    return { id, gives: await (calls[call] as (asks: unknown) => Promise<ReaderCalls[ReaderCall]["gives"]>)(asks) };
  } catch (error) {
    return { id, refused: refusalOf(error) };
  }
}

function refusalOf(error: unknown): Extract<FromReader, { refused: unknown }>["refused"] {
  if (error instanceof AppError) {
    const { code, message, reason } = error;
    return { code, message, ...(reason !== undefined && { reason }) };
  }
  if (error instanceof NodeError) return { code: "BAD_REQUEST", message: error.message, reason: error.kind };
  if ((error as NodeJS.ErrnoException).code === "ENOENT")
    return { code: "NOT_FOUND", message: "There is no such file." };
  console.error(error);
  return { code: "UNAVAILABLE", message: "The value could not be read. The server's log says why." };
}

process.on("message", (message: ToReader) => void answer(message).then((reply) => process.send?.(reply)));
process.on("disconnect", () => {
  session.close();
  process.exit(0);
});
process.send?.(READER_IS_READY);
