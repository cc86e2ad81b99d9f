import type { Dtype } from "../../../graph/kinds.ts";
import { datatypeOf } from "../datatypes.ts";
import { jsonToBytes } from "../json-tensor.ts";
import { ServingError } from "../serving-error.ts";
import { bytesOfTexts, readNumbers, writeContents } from "../wire-tensor.ts";
import type { GrpcContents } from "./grpc-messages.ts";

/** Where each dtype has its elements; float16 is raw only. */
const fields: Record<Exclude<Dtype, "float16">, keyof GrpcContents> = {
  bool: "bool_contents",
  int8: "int_contents",
  int16: "int_contents",
  int32: "int_contents",
  int64: "int64_contents",
  uint8: "uint_contents",
  uint16: "uint_contents",
  uint32: "uint_contents",
  uint64: "uint64_contents",
  float32: "fp32_contents",
  float64: "fp64_contents",
  string: "bytes_contents",
};

/** @throws ServingError 400 for contents of another type, and for elements that the dtype cannot hold */
export function contentsToBytes(
  contents: GrpcContents | null,
  { name, dtype }: { name: string; dtype: Dtype },
): Uint8Array {
  const input = `The input ${JSON.stringify(name)}`;
  if (dtype === "float16") throw new ServingError(400, `${input} is FP16, which goes as raw_input_contents alone.`);
  const field = fields[dtype];
  const others = Object.values(fields).filter((other) => other !== field);
  const wrong = contents && others.find((other) => contents[other].length > 0);
  if (wrong)
    throw new ServingError(400, `${input} is ${datatypeOf(dtype)}; its elements are in ${wrong}, not in ${field}.`);
  if (dtype === "string") return writeContents(contents?.bytes_contents ?? []);
  const elements = contents?.[field] ?? [];
  // Infinity and NaN have a form here, which JSON lacks.
  if (dtype === "float32") return new Uint8Array(Float32Array.from(elements as number[]).buffer);
  if (dtype === "float64") return new Uint8Array(Float64Array.from(elements as number[]).buffer);
  const is64Bit = dtype === "int64" || dtype === "uint64";
  return jsonToBytes(is64Bit ? (elements as string[]).map(BigInt) : elements, { name, dtype });
}

/** Null for float16, which is raw only. */
export function bytesToContents(
  bytes: Uint8Array,
  dtype: Dtype,
): Partial<Record<keyof GrpcContents, unknown[]>> | null {
  if (dtype === "float16") return null;
  if (dtype === "string") return { bytes_contents: bytesOfTexts(bytes) };
  const numbers = readNumbers(dtype, bytes);
  if (dtype === "bool") return { bool_contents: Array.from(bytes, (byte) => byte !== 0) };
  const elements: unknown[] = Array.from(numbers as ArrayLike<number | bigint>, (one) =>
    typeof one === "bigint" ? String(one) : one,
  );
  return { [fields[dtype]]: elements };
}
