import { elementArrays } from "../../graph/tensor-elements.ts";
import { isUtf8 } from "node:buffer";
import type { Dtype } from "../../graph/kinds.ts";
import type { TensorData, TensorValue } from "../../graph/values.ts";
import { ServingError } from "./serving-error.ts";

/**
 * A tensor as the binary extension has it: little-endian, row-major; bool one byte; float16 its two bytes; of a text its
 * length in 4 bytes before its UTF-8. All of the server speaks this, so that binary tensors pass through it untouched.
 */
export type WireTensor = { name: string; dtype: Dtype; shape: readonly number[]; bytes: Uint8Array };

type NumberArray = Exclude<TensorData, string[]>;
type ArrayType = {
  BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): NumberArray;
};

const arrayTypes: Record<Exclude<Dtype, "string">, ArrayType> = elementArrays;

export const elementBytes = (dtype: Exclude<Dtype, "string">): number => arrayTypes[dtype].BYTES_PER_ELEMENT;
export const countOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

/**
 * @param isOpaque whether its texts are the contents of files, which need not be UTF-8
 * @throws ServingError 400 when the bytes are not what the shape and the dtype say
 */
export function checkWireTensor(
  { name, dtype, shape, bytes }: WireTensor,
  { isOpaque = false }: { isOpaque?: boolean } = {},
): void {
  const count = countOf(shape);
  const input = `The input ${JSON.stringify(name)}`;
  if (dtype === "string") {
    const found = countTexts(bytes, { input, isOpaque });
    if (found !== count) throw new ServingError(400, `${input} has ${found} texts; its shape [${shape}] has ${count}.`);
    return;
  }
  const expected = count * elementBytes(dtype);
  if (bytes.length !== expected) {
    throw new ServingError(400, `${input} has ${bytes.length} bytes; ${dtype} [${shape}] takes ${expected}.`);
  }
  if (dtype === "bool" && bytes.some((byte) => byte > 1)) {
    throw new ServingError(400, `${input} is BOOL, so each of its bytes must be 0 or 1.`);
  }
}

function countTexts(bytes: Uint8Array, { input, isOpaque }: { input: string; isOpaque: boolean }): number {
  let count = 0;
  for (const text of walkTexts(bytes)) {
    if (text === null)
      throw new ServingError(400, `${input} ends in the middle of a text: check the lengths in its bytes.`);
    if (!isOpaque && !isUtf8(text))
      throw new ServingError(400, `${input} has at ${count} a text that is not UTF-8, which is what it takes.`);
    count++;
  }
  return count;
}

function* walkTexts(bytes: Uint8Array): Generator<Uint8Array | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 <= bytes.length ? at + 4 + view.getUint32(at, true) : Infinity;
    if (end > bytes.length) return yield null;
    yield bytes.subarray(at + 4, end);
    at = end;
  }
}

/** The texts of checked bytes, without their lengths. */
export function bytesOfTexts(bytes: Uint8Array): Uint8Array[] {
  return [...walkTexts(bytes)].flatMap((text) => text ?? []);
}

/** The texts of checked bytes. */
export function readTexts(bytes: Uint8Array): string[] {
  return bytesOfTexts(bytes).map((text) => Buffer.from(text).toString("utf8"));
}

export function writeTexts(texts: readonly string[]): Uint8Array {
  return writeContents(texts.map((text) => Buffer.from(text, "utf8")));
}

export function writeContents(contents: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    contents.flatMap((content) => {
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32LE(content.length);
      return [length, content];
    }),
  );
}

/** Shares the memory of the bytes where they are aligned for it. */
export function readNumbers(dtype: Exclude<Dtype, "string">, bytes: Uint8Array): NumberArray {
  const ArrayOf = arrayTypes[dtype];
  const size = ArrayOf.BYTES_PER_ELEMENT;
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new ArrayOf(aligned.buffer, aligned.byteOffset, aligned.byteLength / size);
}

/** Bytes that were checked before. */
export function toTensorValue({ dtype, shape, bytes }: WireTensor): TensorValue {
  return { dtype, shape, data: dtype === "string" ? readTexts(bytes) : readNumbers(dtype, bytes) };
}

export function toWireTensor(name: string, { dtype, shape, data }: TensorValue): WireTensor {
  const bytes = Array.isArray(data) ? writeTexts(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dtype, shape, bytes };
}
