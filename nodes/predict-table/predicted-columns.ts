import type { JsonValue } from "#graph/json";
import { NodeError, type ColumnCells, type NewColumn } from "#graph/node-runner";
import type { TensorSignature, TensorValue } from "#graph/values";
import { tensorNumbers } from "../tensor-numbers.ts";

/** Values a row that an output may have to become columns; what is longer is a signal or a picture, not a prediction. */
export const MAX_COLUMNS_PER_OUTPUT = 256;

type Results = Readonly<Record<string, TensorValue>>;
export type PredictedColumn = NewColumn & {
  /** Cells of all rows of one call of the model. */
  read: (results: Results, rowCount: number) => ColumnCells;
};
export type Threshold = { value: number; output: string; flag: string };

/**
 * The columns that a model's outputs become, decided from the shapes that one call gave.
 *
 * @throws NodeError "bad-params" where the outputs are no predictions for rows, or the threshold's output is none of them.
 */
export function predictedColumns(
  outputs: readonly { signature: TensorSignature; width: number }[],
  {
    model,
    labels,
    threshold,
    log,
  }: { model: string; labels: readonly string[]; threshold: Threshold | null; log: (message: string) => void },
): PredictedColumn[] {
  const columns = outputs.flatMap(({ signature, width }): PredictedColumn[] => {
    const { name, shape } = signature;
    if (width === 1) return [singleColumn(signature, labels)];
    if (shape.length > 2 || width > MAX_COLUMNS_PER_OUTPUT) {
      log(`The output "${name}" has ${width} values a row and is left out.`);
      return [];
    }
    const names = labels.length === width ? labels : Array.from({ length: width }, (_, index) => String(index));
    return names.map((label, index) => ({
      name: `${name}_${label}`,
      type: signature.dtype === "string" ? "text" : "number",
      read: (results, rowCount) => cellsOf(results, { name, width, index, rowCount }),
    }));
  });
  const scores = outputs.find(
    ({ signature, width }) => width > 1 && width === labels.length && signature.shape.length === 2,
  );
  if (scores && columns.every(({ type }) => type === "number")) columns.unshift(bestLabel(scores, labels));
  if (columns.length === 0) {
    const message = `"${model}" gives nothing that fits in a column of a table. Use "Run model" for it.`;
    throw new NodeError("bad-params", message, { param: "model" });
  }
  return threshold ? [...columns, flagColumn(columns, threshold)] : columns;
}

function singleColumn({ name, dtype }: TensorSignature, labels: readonly string[]): PredictedColumn {
  const read = (results: Results, rowCount: number) => cellsOf(results, { name, width: 1, index: 0, rowCount });
  if (dtype === "string") return { name, type: "text", read };
  if (dtype === "bool") {
    return { name, type: "boolean", read: (...given) => Array.from(read(...given), (cell) => cell === 1) };
  }
  const isClass = /^u?int/.test(dtype) && labels.length > 0;
  if (!isClass) return { name, type: "number", read };
  const labelOf = (cell: JsonValue) => labels[Number(cell)] ?? `class ${cell}`;
  const values = [...new Set(labels)];
  return { name, type: "text", values, read: (...given) => Array.from(read(...given), labelOf) };
}

function bestLabel(
  { signature: { name }, width }: { signature: TensorSignature; width: number },
  labels: readonly string[],
): PredictedColumn {
  return {
    name: "label",
    type: "text",
    values: [...new Set(labels)],
    read: (results, rowCount) => {
      const scores = tensorNumbers(results[name]!);
      return Array.from({ length: rowCount }, (_, row) => {
        let best = 0;
        for (let index = 1; index < width; index++)
          if (scores[row * width + index]! > scores[row * width + best]!) best = index;
        return labels[best]!;
      });
    },
  };
}

function flagColumn(columns: readonly PredictedColumn[], { value, output, flag }: Threshold): PredictedColumn {
  const numbers = columns.filter(({ type }) => type === "number");
  const compared = output === "" ? numbers[0] : numbers.find(({ name }) => name === output);
  if (!compared) {
    const names = numbers.map(({ name }) => JSON.stringify(name)).join(", ") || "none";
    const wanted = output === "" ? "a number" : JSON.stringify(output);
    const message = `The threshold needs ${wanted} among the predictions; those of numbers are: ${names}.`;
    throw new NodeError("bad-params", message, { param: "thresholdOutput" });
  }
  return {
    name: flag,
    type: "boolean",
    read: (...given) => Array.from(compared.read(...given), (cell) => Number.isFinite(cell) && Number(cell) > value),
  };
}

function cellsOf(
  results: Results,
  { name, width, index, rowCount }: { name: string; width: number; index: number; rowCount: number },
): ColumnCells {
  const tensor = results[name]!;
  if (Array.isArray(tensor.data)) {
    const { data } = tensor;
    return Array.from({ length: rowCount }, (_, row) => data[row * width + index] ?? null);
  }
  const numbers = tensorNumbers(tensor);
  const cells = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) cells[row] = numbers[row * width + index]!;
  return cells;
}
