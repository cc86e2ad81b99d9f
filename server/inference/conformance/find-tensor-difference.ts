import type { TensorValue } from "../../../graph/values.ts";

export type Tolerance = { rtol: number; atol: number };

/** Of the public tests, unless a case says its own: https://github.com/onnx/onnx/blob/main/onnx/backend/test/loader/__init__.py */
export const defaultTolerance: Tolerance = { rtol: 1e-3, atol: 1e-7 };

/**
 * Compares as ONNX's own runner does (assert_similar_outputs in onnx/backend/test/runner/__init__.py): type and shape exactly,
 * text and booleans exactly, numbers within |actual − expected| ≤ atol + rtol · |expected|; NaN equals NaN.
 *
 * @returns in words how they differ, null when they do not
 */
export function findTensorDifference(
  actual: TensorValue,
  expected: TensorValue,
  { rtol, atol }: Tolerance = defaultTolerance,
): string | null {
  const [is, wanted] = [actual, expected].map(({ dtype, shape }) => `${dtype} [${shape.join(", ")}]`);
  if (is !== wanted) return `it is ${is} instead of ${wanted}`;
  let [count, first] = [0, -1];
  for (let index = 0; index < expected.data.length; index++) {
    if (isClose(elementAt(actual, index), elementAt(expected, index), { rtol, atol })) continue;
    if (count++ === 0) first = index;
  }
  if (count === 0) return null;
  const [one, other] = [elementAt(actual, first), elementAt(expected, first)];
  return `${count} of ${expected.data.length} values differ; number ${first} is ${show(one)} instead of ${show(other)}`;
}

type Element = number | bigint | string | boolean;

function elementAt({ dtype, data }: TensorValue, index: number): Element {
  const element = data[index]!;
  if (dtype === "float16") return fromFloat16(Number(element));
  return dtype === "bool" ? element !== 0 : element;
}

function isClose(actual: Element, expected: Element, { rtol, atol }: Tolerance): boolean {
  if (actual === expected) return true;
  if (typeof actual === "bigint" && typeof expected === "bigint") {
    const distance = Number(actual - expected);
    return Math.abs(distance) <= atol + rtol * Math.abs(Number(expected));
  }
  if (typeof actual !== "number" || typeof expected !== "number") return false;
  if (Number.isNaN(actual) || Number.isNaN(expected)) return Number.isNaN(actual) && Number.isNaN(expected);
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return false;
  return Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
}

/** From the 16 bits of an IEEE 754 half: sign, 5 of exponent, 10 of fraction. */
function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function show(element: Element): string {
  return typeof element === "string" ? JSON.stringify(element.slice(0, 40)) : String(element);
}
