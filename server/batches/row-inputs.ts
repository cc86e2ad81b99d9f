import type { BatchItemInputs } from "../../graph/batches.ts";
import type { JsonValue } from "../../graph/json.ts";
import type { Kind } from "../../graph/kinds.ts";
import type { FileRef } from "../../graph/schema.ts";
import type { WorkflowInput } from "../../graph/workflow-interface.ts";
import { refuseInputValue } from "../../nodes/workflow-input/input-value.ts";

/** A cell that is none for its input; `row` counts the rows of the table from 1, without its header. */
export type CellProblem = { row: number; column: string; input: string; message: string };

/** Cells hold the names of files that come with the table. */
const fileKinds: ReadonlySet<Kind> = new Set(["image", "audio", "video", "file", "table"]);

export function isNamedInCells({ kind, isList }: Pick<WorkflowInput, "kind" | "isList">): boolean {
  return fileKinds.has(kind) && !isList;
}

/** Whether the cells of a column can be, or name, the values of this input. */
export function takesCells(input: Pick<WorkflowInput, "kind" | "isList">): boolean {
  return isNamedInCells(input) || (!fileKinds.has(input.kind) && input.kind !== "model");
}

/** Finds a file by what a cell says: its path as it was chosen, or its name alone where no other file has that. */
export type FindFile = (cell: string) => FileRef | "several" | null;

export function createFindFile(files: readonly { label: string; file: FileRef }[]): FindFile {
  const byPath = new Map(files.map(({ label, file }) => [label, file]));
  const byName = new Map<string, FileRef | "several">();
  for (const { label, file } of files) {
    const name = nameOf(label);
    const known = byName.get(name);
    byName.set(name, known === undefined || (known !== "several" && known.hash === file.hash) ? file : "several");
  }
  return (cell) => byPath.get(cell) ?? byName.get(nameOf(cell)) ?? null;
}

/** Of a path, as Windows and as others write it. */
const nameOf = (path: string) => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

/**
 * The inputs of the item that a row is, by the column of each input; or what is wrong with its cells. Text inputs take
 * cells as they are, also empty ones; for the others an empty cell is a fault and never the input's sample, which nobody
 * would notice among thousands of rows.
 */
export function inputsOfRow(
  mapped: readonly { input: WorkflowInput; column: string; cell: string | null }[],
  row: number,
  findFile: FindFile = () => null,
): { inputs: BatchItemInputs; problems: CellProblem[] } {
  const inputs: BatchItemInputs = {};
  const problems: CellProblem[] = [];
  for (const { input, column, cell } of mapped) {
    const read = readCell(input, cell, findFile);
    if ("value" in read) inputs[input.name] = read.value;
    else problems.push({ row, column, input: input.name, message: `Row ${row}, ${column}: ${read.wrong}` });
  }
  return { inputs, problems };
}

type Read = { value: JsonValue } | { wrong: string };

function readCell(input: WorkflowInput, cell: string | null, findFile: FindFile): Read {
  if (isNamedInCells(input) && cell !== null && cell.trim() !== "") {
    const file = findFile(cell.trim());
    if (file === "several") return { wrong: `several files are called ${quoted(cell)}. Write its path.` };
    if (file) return { value: file };
    return { wrong: `${quoted(cell)} is not among the files. Add it to them, or write its name as it is.` };
  }
  const value = valueOf(input, cell);
  if (value === undefined) return { wrong: wordsFor(input, cell) };
  const refused = refuseInputValue({ ...input, list: input.isList }, value);
  return refused === null ? { value } : { wrong: `the input “${input.name}” ${refused}.` };
}

function valueOf({ kind, isList }: WorkflowInput, cell: string | null): JsonValue | undefined {
  if (kind === "text" && !isList) return cell ?? "";
  if (cell === null || cell.trim() === "") return undefined;
  if (isList) return parseJson(cell);
  if (kind === "number") return parseNumber(cell);
  if (kind === "boolean") return booleans.get(cell.trim().toLowerCase());
  return parseJson(cell);
}

function wordsFor({ name, kind, isList }: WorkflowInput, cell: string | null): string {
  if (cell === null || cell.trim() === "") return `the cell is empty, and “${name}” needs a value in each row.`;
  const shown = quoted(cell);
  if (isList) return `${shown} is no list. Write it as JSON, such as [1, 2].`;
  if (kind === "number") return `${shown} is not a number. Write it with digits, such as 12 or 0.5.`;
  if (kind === "boolean") return `${shown} is neither true nor false.`;
  return `${shown} is not JSON.`;
}

function quoted(cell: string): string {
  return JSON.stringify(cell.length > 80 ? `${cell.slice(0, 80).toWellFormed()}…` : cell);
}

const booleans = new Map<string, boolean>([
  ...["true", "yes", "1"].map((word) => [word, true] as const),
  ...["false", "no", "0"].map((word) => [word, false] as const),
]);

/** Digits, as JSON and CSV write numbers; not "0x10", "1,5" or "Infinity". */
const numberText = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function parseNumber(cell: string): number | undefined {
  const text = cell.trim();
  const value = Number(text);
  return numberText.test(text) && Number.isFinite(value) ? value : undefined;
}

function parseJson(cell: string): JsonValue | undefined {
  try {
    return JSON.parse(cell) as JsonValue;
  } catch {
    return undefined;
  }
}
