import type { Dtype } from "#graph/kinds";
import { halfToNumber } from "#graph/tensor-elements";
import type { ElementsDifference } from "#graph/value-differences";
import type { TensorData } from "#graph/values";
import { toJsonNumber } from "../values/plain-json.ts";
import type { Closeness } from "./closeness.ts";

/** The same stretch of two tensors, in row-major order. */
export type ElementsPair = { a: TensorData; b: TensorData };

/** Takes elements piece by piece, so that tensors of any size are compared in bounded memory. */
export function createElementsComparison(
  dtypes: readonly [Dtype, Dtype],
  shape: readonly number[],
  closeness?: Closeness,
) {
  let [at, differing, notFinite, finite, close] = [0, 0, 0, 0, 0];
  let [absoluteSum, relativeSum, maxAbsolute, maxRelative, maxAt, firstAt] = [0, 0, 0, 0, -1, -1];
  let first: { a: string; b: string } | null = null;
  const [readA, readB] = dtypes.map(reader) as [Reader, Reader];

  function addPair(a: Element, b: Element) {
    if (typeof a === "string" || typeof b === "string") {
      if (a !== b) note(a, b);
      return;
    }
    // Of 64-bit integers the exact difference: as doubles, large neighbours would be the same.
    if (typeof a === "bigint" && typeof b === "bigint") {
      if (a !== b) note(a, b);
      return addNumbers(Number(a), Number(b), Number(a > b ? a - b : b - a));
    }
    const [x, y] = [Number(a), Number(b)];
    if (Object.is(x, y) || x === y) {
      if (Number.isFinite(x)) finite++;
      return;
    }
    note(a, b);
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      notFinite++;
      return;
    }
    addNumbers(x, y, Math.abs(x - y));
  }

  function addNumbers(x: number, y: number, absolute: number) {
    finite++;
    if (closeness && absolute <= closeness.absolute + closeness.relative * Math.abs(x)) close++;
    if (absolute === 0) return;
    const relative = absolute / Math.max(Math.abs(x), Math.abs(y));
    absoluteSum += absolute;
    relativeSum += relative;
    if (relative > maxRelative) maxRelative = relative;
    if (absolute > maxAbsolute) [maxAbsolute, maxAt] = [absolute, at];
  }

  function note(a: Element, b: Element) {
    differing++;
    if (firstAt >= 0) return;
    firstAt = at;
    first = { a: wordsOf(a), b: wordsOf(b) };
  }

  return {
    add({ a, b }: ElementsPair) {
      const count = Math.min(a.length, b.length);
      for (let index = 0; index < count; index++, at++) addPair(readA(a[index]!), readB(b[index]!));
    },
    result: (): ElementsDifference => ({
      total: at,
      differing,
      notFinite,
      max: maxAt < 0 ? null : { absolute: maxAbsolute, index: indexOf(maxAt, shape) },
      meanAbsolute: finite === 0 ? 0 : absoluteSum / finite,
      maxRelative,
      meanRelative: finite === 0 ? 0 : relativeSum / finite,
      first: first && { index: indexOf(firstAt, shape), ...(first as { a: string; b: string }) },
      ...(closeness && { beyond: differing - close }),
    }),
  };
}

type Element = number | bigint | string;
type Reader = (element: Element) => Element;

function reader(dtype: Dtype): Reader {
  return dtype === "float16" ? (element) => halfToNumber(element as number) : (element) => element;
}

function wordsOf(element: Element): string {
  if (typeof element === "number") return String(toJsonNumber(element));
  const text = String(element);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** The place in each dimension of the element at this place of the row-major order. */
export function indexOf(place: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = place;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
