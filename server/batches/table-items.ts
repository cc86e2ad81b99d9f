import "#server-only";
import { MAX_BATCH_ITEMS } from "../../graph/batches.ts";
import type { FileRef } from "../../graph/schema.ts";
import { type WorkflowInput, workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { type ContentContext, findContent } from "../values/find-content.ts";
import type { GivenRows } from "../values/reader/reader-messages.ts";
import { requireWorkflow } from "../workflows/require-workflow.ts";
import { type NewBatchItem, refuseCount } from "./create-batch.ts";
import { type CellProblem, createFindFile, inputsOfRow, isNamedInCells, takesCells } from "./row-inputs.ts";

const SHOWN_ROWS = 8;
const SHOWN_COLUMNS = 50;
const SHOWN_PROBLEMS = 100;

/** The column of each input that takes its values from the table, by the input's name. */
export type ColumnMapping = Record<string, string>;

type TableAsked = {
  workflowId: string;
  file: FileRef;
  columns?: ColumnMapping | undefined;
  /** What the cells of inputs that take files name. */
  files?: readonly { label: string; file: FileRef }[] | undefined;
};

export type TableCheck = {
  columns: { name: string; type: string }[];
  rowCount: number;
  /** As given, or as the names suggest. */
  mapping: ColumnMapping;
  /** Inputs that cells can be values of; of `isFile` they name files. */
  mappable: { name: string; isFile: boolean }[];
  head: { columns: string[]; rows: (string | null)[][] };
  /** The first of them; `problemCount` counts all, `wrongRows` the rows that have any. */
  problems: CellProblem[];
  problemCount: number;
  wrongRows: number;
};

/**
 * What a table would make of a batch: its first rows, which column each input takes, and every cell that does not fit.
 *
 * @throws AppError NOT_FOUND; BAD_REQUEST for what is no table, "no-items", "too-many-items"
 */
export async function checkTable(
  context: ContentContext,
  { workflowId, file, columns, files = [] }: TableAsked,
): Promise<TableCheck> {
  const inputs = await readInputs(context, workflowId);
  const mappable = inputs.filter(takesCells);
  const head = await readRows(context, file, { columns: null, count: SHOWN_ROWS });
  refuseCount(head.rowCount);
  const mapping = columns ?? suggestMapping(mappable, head);
  const { items: _items, problems, wrongRows } = await itemsOf(context, { file, inputs, mapping, files });
  const shown = head.read.slice(0, SHOWN_COLUMNS);
  return {
    columns: head.columns,
    rowCount: head.rowCount,
    mapping,
    mappable: mappable.map((input) => ({ name: input.name, isFile: isNamedInCells(input) })),
    head: { columns: shown, rows: head.rows.map((row) => row.slice(0, shown.length)) },
    problems: problems.slice(0, SHOWN_PROBLEMS),
    problemCount: problems.length,
    wrongRows,
  };
}

/**
 * An item for each row. Rows with cells that do not fit are refused, or left out where that is asked for.
 *
 * @throws AppError as `checkTable`; BAD_REQUEST "wrong-rows"
 */
export async function tableItems(
  context: ContentContext,
  { workflowId, file, columns, files = [], isLeftOut }: TableAsked & { columns: ColumnMapping; isLeftOut: boolean },
): Promise<NewBatchItem[]> {
  const inputs = await readInputs(context, workflowId);
  const { items, problems, wrongRows } = await itemsOf(context, {
    file,
    inputs,
    mapping: columns,
    files,
  });
  const [first] = problems;
  if (first && !isLeftOut) {
    const rows = wrongRows === 1 ? "One row does" : `${wrongRows} rows do`;
    const message = `${rows} not fit the workflow. ${first.message} Mend the table, or leave such rows out.`;
    throw new AppError("BAD_REQUEST", message, { reason: "wrong-rows" });
  }
  return items;
}

type ItemsAsked = {
  file: FileRef;
  inputs: readonly WorkflowInput[];
  mapping: ColumnMapping;
  files: readonly { label: string; file: FileRef }[];
};

async function itemsOf(
  context: ContentContext,
  { file, inputs, mapping, files }: ItemsAsked,
): Promise<{ items: NewBatchItem[]; problems: CellProblem[]; wrongRows: number }> {
  const mapped = Object.entries(mapping).map(([name, column]) => {
    const input = inputs.find((one) => one.name === name);
    if (!input || !takesCells(input)) {
      const why = input ? "cannot be given by cells" : "is not there";
      const message = `The input “${name}” ${why}. Choose the columns again.`;
      throw new AppError("BAD_REQUEST", message, { reason: "bad-columns" });
    }
    return { input, column };
  });
  const columns = [...new Set(mapped.map(({ column }) => column))];
  const table = await readRows(context, file, { columns, count: MAX_BATCH_ITEMS });
  refuseCount(table.rowCount);
  const unknown = columns.find((column) => !table.read.includes(column));
  if (unknown !== undefined) {
    const message = `“${file.name}” has no column “${unknown}”. Choose the columns again.`;
    throw new AppError("BAD_REQUEST", message, { reason: "bad-columns" });
  }
  const places = mapped.map(({ input, column }) => ({ input, column, at: table.read.indexOf(column) }));
  const findFile = createFindFile(files);
  const items: NewBatchItem[] = [];
  const problems: CellProblem[] = [];
  let wrongRows = 0;
  for (let row = 1; row <= table.rowCount; row++) {
    const cells = table.rows[row - 1] ?? [];
    const read = inputsOfRow(
      places.map(({ input, column, at }) => ({ input, column, cell: cells[at] ?? null })),
      row,
      findFile,
    );
    problems.push(...read.problems);
    if (read.problems.length > 0) wrongRows += 1;
    else items.push({ label: `Row ${row}`, inputs: read.inputs });
  }
  return { items, problems, wrongRows };
}

async function readInputs(context: ContentContext, workflowId: string): Promise<WorkflowInput[]> {
  const { graph } = await requireWorkflow(context, { workflowId });
  return workflowInputs(graph, definitions);
}

async function readRows(
  context: ContentContext,
  { hash, name, mediaType }: FileRef,
  page: { columns: string[] | null; count: number },
): Promise<GivenRows> {
  const content = await findContent(context, { hash });
  return context.valueReader.givenRows(content, { name, mediaType, ...page });
}

/** Columns that go by the name of an input, whatever their case. */
function suggestMapping(inputs: readonly WorkflowInput[], { columns }: GivenRows): ColumnMapping {
  const byName = new Map(columns.map(({ name }) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const column = byName.get(name.toLowerCase());
      return column === undefined ? [] : [[name, column] as const];
    }),
  );
}
