import type { Dtype } from "../../graph/kinds.ts";
import type { TensorValue } from "../../graph/values.ts";

const descriptions: Record<Exclude<Dtype, "string">, string> = {
  float32: "<f4",
  float64: "<f8",
  float16: "<f2",
  int8: "|i1",
  int16: "<i2",
  int32: "<i4",
  int64: "<i8",
  uint8: "|u1",
  uint16: "<u2",
  uint32: "<u4",
  uint64: "<u8",
  bool: "|b1",
};
/** The header with its length and magic must fill whole multiples of this. */
const ALIGNMENT = 64;

/**
 * A tensor as a .npy file, format version 1.0, little-endian, row-major.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @throws Error for strings, which the format holds in no portable way.
 */
export function encodeNpy({ dtype, shape, data }: TensorValue): Uint8Array {
  if (dtype === "string" || Array.isArray(data)) throw new Error("A tensor of strings cannot be written as .npy.");
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padding = ALIGNMENT - ((10 + header.length + 1) % ALIGNMENT);
  const text = `${header}${" ".repeat(padding % ALIGNMENT)}\n`;
  const prefix = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 0xff, text.length >> 8]);
  return Buffer.concat([
    prefix,
    Buffer.from(text, "latin1"),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}
