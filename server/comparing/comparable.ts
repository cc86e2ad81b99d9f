import type { Dtype, Kind } from "#graph/kinds";
import type { TensorData, Value } from "#graph/values";

/** One side of a comparison, read only as far as it is needed: a value, or a list of such. Null is an item that did not fire. */
export type Comparable = ComparableValue | ComparableList;
export type ComparableList = { items: readonly (Comparable | null)[] };
export type ComparableValue = {
  kind: Kind;
  /** Equal ones are the same value, with no look into it. */
  digest: () => string | Promise<string>;
  /** @throws AppError NOT_FOUND where the content is gone, PAYLOAD_TOO_LARGE where it is too large to be held */
  load: () => Promise<Value>;
  /** Of a large tensor: its elements piece by piece, in place of the whole. */
  pieces?: () => Promise<TensorPieces>;
};

export type TensorPieces = {
  dtype: Dtype;
  shape: readonly number[];
  /** `count` elements from the `from`-th on, in row-major order. */
  read: (from: number, count: number) => Promise<TensorData>;
};

export function isList(comparable: Comparable): comparable is ComparableList {
  return "items" in comparable;
}
