import type { NumericDtype } from "./tensor-elements.ts";

const descriptions: Record<NumericDtype, string> = {
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
 * What stands before the elements in a .npy file, format version 1.0, little-endian, row-major.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyHead({ dtype, shape }: { dtype: NumericDtype; shape: readonly number[] }): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padding = (ALIGNMENT - ((10 + header.length + 1) % ALIGNMENT)) % ALIGNMENT;
  const text = `${header}${" ".repeat(padding)}\n`;
  const prefix = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 0xff, text.length >> 8];
  // The header is ASCII, of which each character is a byte.
  return Uint8Array.from([...prefix, ...new TextEncoder().encode(text)]);
}
