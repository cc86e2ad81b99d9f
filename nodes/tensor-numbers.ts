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
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return wholeNumbers(data);
  if (dtype === "float16" && data instanceof Uint16Array) {
    return Float32Array.from(new Float16Array(data.buffer, data.byteOffset, data.length));
  }
  return data;
}

/** By halves of 32 bits, the low one first as everywhere that Node runs: a BigInt for each element would take 50 times as long. */
function wholeNumbers(data: BigInt64Array | BigUint64Array): Float64Array {
  const { buffer, byteOffset, length } = data;
  const low = new Uint32Array(buffer, byteOffset, length * 2);
  const high = data instanceof BigInt64Array ? new Int32Array(buffer, byteOffset, length * 2) : low;
  const numbers = new Float64Array(length);
  for (let index = 0; index < length; index++) numbers[index] = high[2 * index + 1]! * 2 ** 32 + low[2 * index]!;
  return numbers;
}

/** The bits of numbers in float16, the form in which a tensor keeps them. */
export function float16Bits(numbers: ArrayLike<number>): Uint16Array {
  return new Uint16Array(Float16Array.from(numbers).buffer);
}
