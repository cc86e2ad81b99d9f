import { NodeError } from "#graph/node-runner";
import type { TensorData, TensorSignature, TensorValue } from "#graph/values";
import type { FeatureMap } from "./map-columns.ts";
import { packRows } from "./pack-rows.ts";
import { cellsFor, type FeatureBatch } from "./read-feature-batches.ts";

/** One call of the model: `itemCount` rows or windows are real, those behind them only fill a batch of fixed size. */
export type ModelCall = {
  feeds: Record<string, TensorValue>;
  itemCount: number;
  batchSize: number;
  /** Of each window, from 0; none for a model that takes rows. */
  firstRows: readonly number[];
  /** Rows of the table that have been read so far. */
  rowsRead: number;
};

type CallOptions = { features: FeatureMap; missing: "refuse" | "nan" };

export async function* callsOfRows(
  batches: AsyncIterable<FeatureBatch>,
  { features, missing }: CallOptions,
): AsyncGenerator<ModelCall> {
  let rowsRead = 0;
  for await (const batch of batches) {
    const { rowCount } = batch;
    const batchSize = features.fixedBatch ?? rowCount;
    const feeds = features.inputs.map((input) => {
      const options = { names: input.columns, rowCount, firstRow: rowsRead + 1, missing };
      const data = padded(packRows(input.signature, cellsFor(input, batch), options), batchSize * input.columns.length);
      return [
        input.signature.name,
        tensorOf(input.signature, { data, width: input.columns.length, batchSize }),
      ] as const;
    });
    rowsRead += rowCount;
    yield { feeds: Object.fromEntries(feeds), itemCount: rowCount, batchSize, firstRows: [], rowsRead };
  }
}

function tensorOf(
  { dtype, shape }: TensorSignature,
  { data, width, batchSize }: { data: TensorData; width: number; batchSize: number },
): TensorValue {
  return { dtype, shape: shape.length === 1 ? [batchSize] : [batchSize, width], data };
}

/**
 * Windows of `windowRows` rows, each `hopRows` after the one before. Rows that no later window needs are let go.
 *
 * @throws NodeError "bad-input" when the table is shorter than one window.
 */
export async function* callsOfWindows(
  batches: AsyncIterable<FeatureBatch>,
  {
    features,
    missing,
    windowRows,
    hopRows,
    windowsPerCall,
  }: CallOptions & { windowRows: number; hopRows: number; windowsPerCall: number },
): AsyncGenerator<ModelCall> {
  const [input] = features.inputs as [FeatureMap["inputs"][0]];
  const width = input.columns.length;
  let kept: NumberArray | null = null;
  let keptFrom = 0;
  let rowsRead = 0;
  let next = 0;
  for await (const batch of batches) {
    const options = { names: input.columns, rowCount: batch.rowCount, firstRow: rowsRead + 1, missing };
    const packed = packRows(input.signature, cellsFor(input, batch), options) as NumberArray;
    kept = kept ? concat(kept, packed) : packed;
    rowsRead += batch.rowCount;

    const starts: number[] = [];
    for (; next + windowRows <= rowsRead; next += hopRows) starts.push(next);
    for (let at = 0; at < starts.length; at += windowsPerCall) {
      const firstRows = starts.slice(at, at + windowsPerCall);
      const batchSize = features.fixedBatch ?? firstRows.length;
      const data = emptyLike(kept, batchSize * windowRows * width);
      for (const [place, start] of firstRows.entries()) {
        const from = (start - keptFrom) * width;
        // Both come from one dtype, so the one array takes the other's elements.
        data.set(kept.subarray(from, from + windowRows * width) as never, place * windowRows * width);
      }
      const tensor = { dtype: input.signature.dtype, shape: [batchSize, windowRows, width], data };
      yield { feeds: { [input.signature.name]: tensor }, itemCount: firstRows.length, batchSize, firstRows, rowsRead };
    }
    const needed = Math.min(next, rowsRead);
    kept = kept.slice((needed - keptFrom) * width);
    keptFrom = needed;
  }
  if (next === 0) {
    const message = `The table has ${rowsRead} rows, and one window needs ${windowRows}.`;
    throw new NodeError("bad-input", message, { port: "table" });
  }
}

type NumberArray = Exclude<TensorData, string[]>;

function emptyLike(array: NumberArray, length: number): NumberArray {
  return new (array.constructor as new (length: number) => NumberArray)(length);
}

function concat(first: NumberArray, second: NumberArray): NumberArray {
  const both = emptyLike(first, first.length + second.length);
  both.set(first as never, 0);
  both.set(second as never, first.length);
  return both;
}

function padded(data: TensorData, length: number): TensorData {
  if (data.length === length) return data;
  if (Array.isArray(data)) return [...data, ...Array.from({ length: length - data.length }, () => "")];
  return concat(data, emptyLike(data, length - data.length));
}
