import type { Dtype } from "./kinds.ts";
import type { TensorData } from "./values.ts";

/** What holds the elements of each dtype in memory; float16 as its bits, bool as bytes. */
export const elementArrays = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

export type NumericDtype = Exclude<Dtype, "string">;

export function bytesPerElement(dtype: NumericDtype): number {
  return elementArrays[dtype].BYTES_PER_ELEMENT;
}

/** Elements as they lie in memory, little-endian: a view where the bytes lie on a boundary of the element size, else a copy. */
export function elementsOf(dtype: NumericDtype, payload: Uint8Array): Exclude<TensorData, string[]> {
  const Elements = elementArrays[dtype];
  const isAligned = payload.byteOffset % Elements.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset, byteLength } = isAligned ? payload : payload.slice();
  return new Elements(buffer as ArrayBuffer, byteOffset, byteLength / Elements.BYTES_PER_ELEMENT);
}

/** The element as a double, for charts: 64-bit integers lose digits beyond 2^53, and texts are no numbers. */
export function elementNumber(dtype: Dtype, element: number | bigint | string | undefined): number {
  if (typeof element === "number") return dtype === "float16" ? halfToNumber(element) : element;
  return typeof element === "bigint" ? Number(element) : NaN;
}

/** The element as people read it, exact but for the digits that a double shows of a shorter float. */
export function elementText(dtype: Dtype, element: number | bigint | string): string {
  if (typeof element === "string") return element;
  if (typeof element === "bigint") return element.toString();
  if (dtype === "bool") return element === 0 ? "false" : "true";
  if (dtype === "float16") return shortNumber(halfToNumber(element));
  return dtype === "float32" ? shortNumber(element) : String(element);
}

/** Without the digits that a double shows of a float32: 0.1, not 0.10000000149011612. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10 ** SIGNIFICANT_DIGITS) return String(value);
  const digits = value.toPrecision(SIGNIFICANT_DIGITS);
  if (!digits.includes(".") || digits.includes("e")) return String(Number(digits));
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === ZERO) end--;
  if (digits.charCodeAt(end - 1) === POINT) end--;
  return digits.slice(0, end);
}

const SIGNIFICANT_DIGITS = 7;
const ZERO = 48;
const POINT = 46;

/** IEEE 754 half precision from its 16 bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
