import type { ColumnCells, TableEngine } from "#graph/node-runner";
import type { TableValue } from "#graph/values";
import type { FeatureInput } from "./map-columns.ts";

export type FeatureBatch = {
  rowCount: number;
  numbers: ReadonlyMap<string, ColumnCells>;
  texts: ReadonlyMap<string, ColumnCells>;
};

/** Rows in batches with the columns that the inputs need: text for text inputs, numbers for all others. */
export async function* readFeatureBatches(
  tables: TableEngine,
  table: TableValue,
  { inputs, batchRows }: { inputs: readonly FeatureInput[]; batchRows: number },
): AsyncGenerator<FeatureBatch> {
  const columnsOf = (isText: boolean) => [
    ...new Set(
      inputs.filter(({ signature }) => (signature.dtype === "string") === isText).flatMap(({ columns }) => columns),
    ),
  ];
  const [numberNames, textNames] = [columnsOf(false), columnsOf(true)];
  const texts =
    textNames.length > 0 ? tables.batches(table, { columns: textNames, batchRows })[Symbol.asyncIterator]() : null;
  const numbers =
    numberNames.length > 0
      ? tables.numberBatches(table, { columns: numberNames, batchRows })[Symbol.asyncIterator]()
      : null;
  try {
    for (;;) {
      const [number, text] = [await numbers?.next(), await texts?.next()];
      const rowCount = number?.value?.rowCount ?? text?.value?.rowCount;
      if (rowCount === undefined) return;
      yield {
        rowCount,
        numbers: new Map(numberNames.map((name, index) => [name, number!.value!.columns[index]!])),
        texts: new Map(textNames.map((name) => [name, text!.value!.columns[name]!])),
      };
    }
  } finally {
    await numbers?.return?.();
    await texts?.return?.();
  }
}

export function cellsFor({ signature, columns }: FeatureInput, { numbers, texts }: FeatureBatch): ColumnCells[] {
  const cells = signature.dtype === "string" ? texts : numbers;
  return columns.map((name) => cells.get(name)!);
}
