/// <reference lib="esnext.float16" />
import { NodeError } from "#graph/node-runner";
import type { TensorValue } from "#graph/values";

/**
 * The elements as numbers, row-major. 64-bit integers beyond 2^53 are rounded.
 *
 * @throws NodeError "bad-input" at `port` for text.
 */
export function tensorNumbers({ dtype, data }: TensorValue, port?: string): ArrayLike<number> {
  if (Array.isArray(data)) {
    const message = "The tensor holds text where numbers are needed.";
    throw new NodeError("bad-input", message, port === undefined ? {} : { port });
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  if (dtype === "float16" && data instanceof Uint16Array) {
    return Float32Array.from(new Float16Array(data.buffer, data.byteOffset, data.length));
  }
  return data;
}

/** The bits of numbers in float16, the form in which a tensor keeps them. */
export function float16Bits(numbers: ArrayLike<number>): Uint16Array {
  return new Uint16Array(Float16Array.from(numbers).buffer);
}
