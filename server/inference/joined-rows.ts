import type { TensorData, TensorSignature, TensorValue } from "../../graph/values.ts";

export type Feeds = Readonly<Record<string, TensorValue>>;
export type Results = Record<string, TensorValue>;

/** A view on less than this share of its memory would keep all the rest alive. */
const SMALLEST_VIEW = 1 / 8;

/** Feeds with the same bucket differ in their number of rows at most, so they can be joined along the first dimension. */
export function bucketOf(feeds: Feeds, inputs: readonly TensorSignature[]): string {
  let bucket = "";
  for (const { name } of inputs) {
    const { dtype, shape } = feeds[name]!;
    bucket += dtype;
    for (let axis = 1; axis < shape.length; axis++) bucket += ` ${shape[axis]}`;
    bucket += ";";
  }
  return bucket;
}

/** The number of rows that all inputs have; null where they do not agree, which cannot be joined with others. */
export function rowsOf(feeds: Feeds, inputs: readonly TensorSignature[]): number | null {
  let rows: number | null = null;
  for (const { name } of inputs) {
    const first = feeds[name]!.shape[0];
    if (first === undefined || (rows !== null && rows !== first)) return null;
    rows = first;
  }
  return rows;
}

/** All of one bucket, one below the other, in their order. */
export function joinFeeds(parts: readonly Feeds[], inputs: readonly TensorSignature[]): Feeds {
  return Object.fromEntries(inputs.map(({ name }) => [name, joinRows(parts.map((feeds) => feeds[name]!))]));
}

function joinRows(tensors: readonly TensorValue[]): TensorValue {
  const { dtype, shape } = tensors[0]!;
  const rows = tensors.reduce((sum, tensor) => sum + tensor.shape[0]!, 0);
  return { dtype, shape: [rows, ...shape.slice(1)], data: concat(tensors.map(({ data }) => data)) };
}

function concat(parts: readonly TensorData[]): TensorData {
  if (Array.isArray(parts[0])) return (parts as readonly string[][]).flat();
  const arrays = parts as readonly Float32Array[]; // all of one dtype, so of one class
  const size = arrays.reduce((sum, { length }) => sum + length, 0);
  const all = new (arrays[0]!.constructor as Float32ArrayConstructor)(size);
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

/** One or more rows of each input, from row `start`. */
export function rowsFrom(feeds: Feeds, { start, rows }: { start: number; rows: number }): Feeds {
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, cut(tensor, { start, rows })]));
}

/**
 * The results of each part again, as views where that does not keep a much larger block of memory alive; null when an
 * output has not one entry for each row.
 */
export function splitResults(results: Results, rowCounts: readonly number[]): Results[] | null {
  const total = rowCounts.reduce((sum, rows) => sum + rows, 0);
  const outputs = Object.entries(results);
  if (outputs.some(([, { shape }]) => shape[0] !== total)) return null;
  let start = 0;
  return rowCounts.map((rows) => {
    const part: Results = {};
    for (const [name, tensor] of outputs) {
      const view = cut(tensor, { start, rows });
      const isSmall = rows < total * SMALLEST_VIEW && !Array.isArray(view.data);
      part[name] = isSmall ? { ...view, data: view.data.slice() } : view;
    }
    start += rows;
    return part;
  });
}

function cut({ dtype, shape, data }: TensorValue, { start, rows }: { start: number; rows: number }): TensorValue {
  const size = data.length / shape[0]!;
  const [from, to] = [start * size, (start + rows) * size];
  const part = Array.isArray(data) ? data.slice(from, to) : (data.subarray(from, to) as TensorData);
  return { dtype, shape: [rows, ...shape.slice(1)], data: part };
}

/** To be kept beyond the call whose they are. */
export function copyFeeds(feeds: Feeds): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, value]) => [name, { ...value, data: value.data.slice() }]),
  );
}

export function sizeBytes(tensors: Feeds): number {
  let bytes = 0;
  for (const { data } of Object.values(tensors)) {
    bytes += Array.isArray(data) ? data.reduce((sum, text) => sum + 2 * text.length, 0) : data.byteLength;
  }
  return bytes;
}
