import type { TensorStatistics } from "#graph/recorded-values";
import type { TensorValue } from "#graph/values";

const BINS = 32;
const FIRST_VALUES = 16;
const MAX_TEXT_CHARACTERS = 200;

/** Over the finite elements, in two passes; null where there are none, and for texts. 64-bit integers count as doubles. */
export function tensorStatistics({ dtype, data }: TensorValue): TensorStatistics | null {
  if (dtype === "string") return null;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    return statisticsOf(Float64Array.from(data, Number));
  if (dtype === "float16") return statisticsOf(Float32Array.from(data as Uint16Array, halfToNumber));
  return statisticsOf(data as Exclude<typeof data, string[]>);
}

function statisticsOf(data: ArrayLike<number>): TensorStatistics | null {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let nanCount = 0;
  let infCount = 0;
  for (let index = 0; index < data.length; index++) {
    const element = data[index]!;
    // NaN and both infinities are what differs from itself when taken from itself.
    if (element - element !== 0) {
      if (element === element) infCount++;
      else nanCount++;
      continue;
    }
    if (element < min) min = element;
    if (element > max) max = element;
    sum += element;
  }
  const count = data.length - nanCount - infCount;
  if (count === 0) return null;
  const mean = Math.min(Math.max(sum / count, min), max);
  const histogram = Array.from({ length: BINS }, () => 0);
  // Halved, because the range of doubles is twice the greatest double.
  const halfRange = max / 2 - min / 2;
  const scale = halfRange > 0 ? BINS / 2 / halfRange : 0;
  let squares = 0;
  for (let index = 0; index < data.length; index++) {
    const element = data[index]!;
    if (element - element !== 0) continue;
    const deviation = element - mean;
    squares += deviation * deviation;
    const bin = Math.floor((element - min) * scale);
    histogram[bin < BINS ? bin : BINS - 1]!++;
  }
  const std = Math.sqrt(squares / count);
  // Adding 0 takes the sign off -0, which JSON does not have.
  return {
    min: min + 0,
    max: max + 0,
    mean: mean + 0,
    std: Math.min(std, Number.MAX_VALUE),
    nanCount,
    infCount,
    histogram,
  };
}

/** The first elements in row-major order, as people read them. */
export function firstValues({ dtype, data }: TensorValue): string[] {
  return Array.from<number | bigint | string, string>(data.slice(0, FIRST_VALUES), (element) => {
    if (typeof element === "string") return element.slice(0, MAX_TEXT_CHARACTERS);
    if (typeof element === "bigint") return element.toString();
    if (dtype === "float16") return shortNumber(halfToNumber(element));
    return dtype === "float32" ? shortNumber(element) : String(element);
  });
}

/** Without the digits that a double shows of a float32: 0.1, not 0.10000000149011612. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** IEEE 754 half precision from its 16 bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
