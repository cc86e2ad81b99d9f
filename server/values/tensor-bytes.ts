import { endianness } from "node:os";
import type { JsonObject } from "#graph/json";
import type { Dtype } from "#graph/kinds";
import { bytesPerElement, elementsOf, type NumericDtype } from "#graph/tensor-elements";
import type { TensorData, TensorValue } from "#graph/values";
import { unpack } from "#graph/unpack";
import { pack } from "./packed.ts";

// Every platform that ONNX Runtime has a binary for is little-endian, so elements are copied as they lie in memory.
if (endianness() !== "LE") throw new Error("Patchbay stores tensors in little-endian order and this machine is not.");

/** Header `{dtype, shape}`; payload the elements, little-endian, row-major. Texts: a JSON array of them. */
export function packTensor({ dtype, shape, data }: TensorValue): Uint8Array[] {
  const header: JsonObject = { dtype, shape: [...shape] };
  return pack(header, [Array.isArray(data) ? Buffer.from(JSON.stringify(data)) : bytesOf(data)]);
}

/** The data is a view into `bytes` where they lie on a boundary of its element size. */
export function unpackTensor(bytes: Uint8Array): TensorValue {
  const { header, payload } = unpack(bytes);
  const { dtype, shape } = header as unknown as { dtype: Dtype; shape: number[] };
  if (dtype === "string") return { dtype, shape, data: JSON.parse(Buffer.from(payload).toString()) as string[] };
  return { dtype, shape, data: elementsOf(dtype, payload) };
}

/** The elements as `packTensor` lays them out. `readInlineTensor` reads them back. */
export function base64Of(data: Exclude<TensorData, string[]>): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64");
}

/** Of `{dtype, shape, base64}`. @throws Error when the elements are not as many as the shape says */
export function readInlineTensor(json: JsonObject): TensorValue {
  const { dtype, shape, base64 } = json as { dtype: NumericDtype; shape: number[]; base64: string };
  const bytes = Buffer.from(base64, "base64");
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (bytes.byteLength !== count * bytesPerElement(dtype)) {
    throw new Error(`has ${bytes.byteLength} bytes of ${dtype} for the shape [${shape.join(", ")}]`);
  }
  return { dtype, shape, data: elementsOf(dtype, bytes) };
}

export function bytesOf(data: Exclude<TensorData, string[]>): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
