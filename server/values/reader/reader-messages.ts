import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import type { RecordedFlow } from "#graph/recorded-values";
import type { ValueDifference } from "#graph/value-differences";
import type { AppErrorCode } from "../../app-error.ts";
import type { ComparedItems } from "../../comparing/compare-items.ts";
import type { ItemsQuestion, StoredPair, ValueQuestion } from "../../comparing/compare-stored.ts";
import type { Judgement } from "../../workflow-tests/judge-difference.ts";
import type { JudgedPair } from "../../workflow-tests/judge-stored.ts";

/** What the web process asks of the process that reads values for it. */
export type ReaderCalls = {
  listItems: { asks: { list: StoredPart; item: string; from: number; count: number }; gives: ListPage };
  findItem: { asks: { list: StoredPart; item: string }; gives: ItemPart };
  tablePage: { asks: { table: StoredPart } & TablePageQuery; gives: TablePage };
  columnStatistics: { asks: { table: StoredPart; column: number }; gives: ColumnStatistics };
  compare: { asks: StoredPair & ValueQuestion; gives: ValueDifference };
  compareItems: { asks: StoredPair & ItemsQuestion; gives: ComparedItems };
  /** The first rows of a file that a person gave. */
  givenRows: { asks: GivenTable & { columns: string[] | null; count: number }; gives: GivenRows };
  /** Rows as a file of a table. */
  writeRows: {
    asks: { columns: string[]; rows: JsonValue[][]; format: "csv" | "parquet" };
    gives: { file: string; sizeBytes: number };
  };
  judge: { asks: JudgedPair; gives: Judgement };
  writeCsv: { asks: { table: StoredPart }; gives: { file: string; sizeBytes: number } };
};
export type ReaderCall = keyof ReaderCalls;

/** What it says once it takes calls. */
export const READER_IS_READY = "ready";
export type ToReader = {
  [Call in ReaderCall]: { id: number; call: Call; asks: ReaderCalls[Call]["asks"] };
}[ReaderCall];
export type FromReader =
  | { id: number; gives: ReaderCalls[ReaderCall]["gives"] }
  | { id: number; refused: { code: AppErrorCode; message: string; reason?: string } };

/** `key` names the content: what is read of it once is kept under that. */
export type StoredPart = { key: string; hash: string; file: string; start: number; sizeBytes: number };

export type GivenTable = { file: StoredPart; name: string; mediaType: string };
/** `rows` hold the cells of the columns in `read`. */
export type GivenRows = {
  columns: { name: string; type: string }[];
  rowCount: number;
  read: string[];
  rows: (string | null)[][];
};

export type ItemPart = { start: number; sizeBytes: number; mediaType: string; kind: Kind; name?: string };
/** `items` are those from `from` on; lists in lists come without theirs, which are asked for by their own place. */
export type ListPage = { count: number; items: (RecordedFlow | null)[] };

export type ColumnKind = "number" | "text" | "boolean" | "date";
export type FilterTest = "equals" | "differs" | "less" | "more" | "contains" | "empty" | "filled";
export type TableFilter = { column: number; test: FilterTest; value: string };
export type TablePageQuery = {
  from: number;
  count: number;
  columns: { from: number; count: number };
  sort: { column: number; isDescending: boolean } | null;
  filters: TableFilter[];
};
/** Cells as text, cut at `MAX_CELL_CHARACTERS`; null where there is none. `rowCount` is that of the rows that pass the filters. */
export type TablePage = {
  columns: { name: string; kind: ColumnKind; type: string }[];
  rowCount: number;
  rows: (string | null)[][];
};

export type ColumnStatistics = {
  rowCount: number;
  emptyCount: number;
  /** Estimated, within some percent. */
  distinctCount: number;
  min: string | null;
  max: string | null;
  /** Of numbers only, over the finite ones. */
  numbers: { mean: number; std: number; median: number; notFiniteCount: number; histogram: number[] } | null;
  /** The most frequent values, of columns that hold no numbers. */
  frequent: { value: string; count: number }[];
};
