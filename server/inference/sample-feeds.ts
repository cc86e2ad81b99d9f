import type { Dtype } from "../../graph/kinds.ts";
import type { TensorData, TensorSignature } from "../../graph/values.ts";
import type { Feeds } from "./joined-rows.ts";

/** Elements of one made-up input: what is larger is no quick first run. */
const MAX_ELEMENTS = 50_000_000;

/** One row for each input, made up; null where a model leaves more open than its first dimension. */
export function sampleFeeds(inputs: readonly TensorSignature[]): Feeds | null {
  const feeds: Record<string, Feeds[string]> = {};
  for (const { name, dtype, shape } of inputs) {
    const sizes = shape.map((dim, axis) => (typeof dim === "number" && dim > 0 ? dim : axis === 0 ? 1 : null));
    if (sizes.includes(null)) return null;
    const fixed = sizes as number[];
    const size = fixed.reduce((product, dim) => product * dim, 1);
    if (size > MAX_ELEMENTS) return null;
    feeds[name] = { dtype, shape: fixed, data: elements(dtype, size) };
  }
  return feeds;
}

/** Small whole numbers and fractions, which are right for most: classes, positions, pixels, features. */
function elements(dtype: Dtype, size: number): TensorData {
  const fraction = (_: unknown, at: number) => ((at * 7_919) % 1_000) / 1_000;
  const bit = (_: unknown, at: number) => at % 2;
  const from = { length: size };
  switch (dtype) {
    case "float32":
      return Float32Array.from(from, fraction);
    case "float64":
      return Float64Array.from(from, fraction);
    case "float16":
      return Uint16Array.from(from, (_, at) => 0x3800 + ((at * 7_919) % 1_000)); // between 0.5 and 1
    case "int64":
      return BigInt64Array.from(from, (_, at) => BigInt(at % 2));
    case "uint64":
      return BigUint64Array.from(from, (_, at) => BigInt(at % 2));
    case "int8":
      return Int8Array.from(from, bit);
    case "int16":
      return Int16Array.from(from, bit);
    case "int32":
      return Int32Array.from(from, bit);
    case "uint8":
    case "bool":
      return Uint8Array.from(from, bit);
    case "uint16":
      return Uint16Array.from(from, bit);
    case "uint32":
      return Uint32Array.from(from, bit);
    case "string":
      return Array.from(from, () => "");
  }
}
