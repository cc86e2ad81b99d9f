/// <reference lib="esnext.float16" />
import type { z } from "zod";
import type { Dtype } from "#graph/kinds";
import { NodeError } from "#graph/node-runner";
import type { TensorData, TensorValue } from "#graph/values";
import type { tensorJsonSchema } from "./input-value.ts";

type Element = number | string | boolean;

const makers: Record<Dtype, (data: readonly Element[]) => TensorData> = {
  float32: (data) => Float32Array.from(data, Number),
  float64: (data) => Float64Array.from(data, Number),
  float16: (data) => new Uint16Array(Float16Array.from(data, Number).buffer),
  int8: (data) => Int8Array.from(data, Number),
  int16: (data) => Int16Array.from(data, Number),
  int32: (data) => Int32Array.from(data, Number),
  int64: (data) => BigInt64Array.from(data, BigInt),
  uint8: (data) => Uint8Array.from(data, Number),
  uint16: (data) => Uint16Array.from(data, Number),
  uint32: (data) => Uint32Array.from(data, Number),
  uint64: (data) => BigUint64Array.from(data, BigInt),
  bool: (data) => Uint8Array.from(data, (element) => (element === true || element === 1 ? 1 : 0)),
  string: (data) => data.map(String),
};

const wholeNumbers = /^u?int/;

/** What a whole number of this size cannot hold wraps around or loses its fraction without a word. */
function refuseChanged(given: readonly Element[], made: TensorData): void {
  for (const [at, element] of given.entries()) {
    const kept = made[at]!;
    if (typeof kept === "bigint" ? kept !== BigInt(element) : kept !== Number(element))
      throw new RangeError(`${element}`);
  }
}

/** @throws NodeError "bad-input" when the number of elements or one of them does not fit. */
export function tensorFromJson({ dtype, shape, data }: z.output<typeof tensorJsonSchema>, input: string): TensorValue {
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (data.length !== count) {
    const message = `The input ${input} has a tensor of shape [${shape.join(", ")}], which needs ${count} elements; it has ${data.length}.`;
    throw new NodeError("bad-input", message);
  }
  try {
    const made = makers[dtype](data);
    if (wholeNumbers.test(dtype)) refuseChanged(data, made);
    return { dtype, shape, data: made };
  } catch (cause) {
    const message = `The input ${input} has a tensor with elements that are no ${dtype}.`;
    throw new NodeError("bad-input", message, { cause });
  }
}
