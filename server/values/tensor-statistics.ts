import type { TensorStatistics } from "#graph/recorded-values";
import { elementText, halfToNumber } from "#graph/tensor-elements";
import type { TensorValue } from "#graph/values";

const BINS = 32;
const FIRST_VALUES = 16;
/** Of more elements than these, so many at most are counted in the histogram: what people see of it does not change. */
const MAX_COUNTED = 2_048;
const GOLDEN_SECTION = 0.618;
const MAX_TEXT_CHARACTERS = 200;

/** Over the finite elements; null where there are none, and for texts. 64-bit integers count as doubles. */
export function tensorStatistics({ dtype, data }: TensorValue): TensorStatistics | null {
  if (dtype === "string") return null;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    return statisticsOf(Float64Array.from(data, Number));
  if (dtype === "float16") return statisticsOf(Float32Array.from(data as Uint16Array, halfToNumber));
  return statisticsOf(data as Exclude<typeof data, string[]>);
}

type Moments = Omit<TensorStatistics, "histogram" | "sampled">;

function statisticsOf(data: ArrayLike<number>): TensorStatistics | null {
  const moments = momentsOfFinite(data) ?? momentsOfAny(data);
  if (!moments) return null;
  const statistics: TensorStatistics = { ...moments, histogram: histogramOf(data, moments) };
  if (strideOf(data.length) > 1) statistics.sampled = countOfSampled(data.length);
  return statistics;
}

/** In one pass, around the first element so that a mean far from 0 costs no digits; null unless all elements, and all sums, are finite. */
function momentsOfFinite(data: ArrayLike<number>): Moments | null {
  const count = data.length;
  const origin = data[0];
  // Also where it is the only element, of which no difference would tell.
  if (origin === undefined || isNotFinite(origin)) return null;
  let min = origin;
  let max = origin;
  let sum = 0;
  let squares = 0;
  let otherSum = 0;
  let otherSquares = 0;
  // Two elements at a time, into sums of their own: additions that do not wait for one another.
  for (let index = count & 1; index < count; index += 2) {
    const one = data[index]!;
    const other = data[index + 1]!;
    if (one < min) min = one;
    if (one > max) max = one;
    if (other < min) min = other;
    if (other > max) max = other;
    sum += one - origin;
    squares += (one - origin) * (one - origin);
    otherSum += other - origin;
    otherSquares += (other - origin) * (other - origin);
  }
  const shifted = (sum + otherSum) / count;
  const variance = (squares + otherSquares) / count - shifted * shifted;
  if (!Number.isFinite(variance)) return null;
  const mean = Math.min(Math.max(origin + shifted, min), max);
  // Adding 0 takes the sign off -0, which JSON does not have.
  return {
    min: min + 0,
    max: max + 0,
    mean: mean + 0,
    std: Math.sqrt(Math.max(0, variance)),
    nanCount: 0,
    infCount: 0,
  };
}

function momentsOfAny(data: ArrayLike<number>): Moments | null {
  let min = Infinity;
  let max = -Infinity;
  let sum = 0;
  let nanCount = 0;
  let infCount = 0;
  for (let index = 0; index < data.length; index++) {
    const element = data[index]!;
    if (isNotFinite(element)) {
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
  let squares = 0;
  for (let index = 0; index < data.length; index++) {
    const element = data[index]!;
    if (isNotFinite(element)) continue;
    const deviation = element - mean;
    squares += deviation * deviation;
  }
  const std = Math.min(Math.sqrt(squares / count), Number.MAX_VALUE);
  return { min: min + 0, max: max + 0, mean: mean + 0, std, nanCount, infCount };
}

/** NaN and both infinities are what differs from itself when taken from itself. */
function isNotFinite(element: number): boolean {
  return element - element !== 0;
}

function histogramOf(data: ArrayLike<number>, { min, max, nanCount, infCount }: Moments): number[] {
  const hasOthers = nanCount + infCount > 0;
  const bins = new Uint32Array(BINS);
  // Halved, because the range of doubles is twice the greatest double.
  const halfRange = max / 2 - min / 2;
  const scale = halfRange > 0 ? BINS / 2 / halfRange : 0;
  const stride = strideOf(data.length);
  // One at a changing place of each stretch: at a fixed one, the elements of one channel could be all that is seen.
  const shift = Math.floor(stride * GOLDEN_SECTION);
  let place = 0;
  for (let start = 0; start + stride <= data.length; start += stride) {
    const element = data[start + place]!;
    place += shift;
    if (place >= stride) place -= stride;
    if (hasOthers && isNotFinite(element)) continue;
    const bin = ((element - min) * scale) | 0;
    bins[bin < BINS ? bin : BINS - 1]!++;
  }
  return Array.from(bins);
}

function strideOf(length: number): number {
  return Math.max(1, Math.ceil(length / MAX_COUNTED));
}

function countOfSampled(length: number): number {
  return Math.floor(length / strideOf(length));
}

/** The first elements in row-major order, as people read them. */
export function firstValues({ dtype, data }: TensorValue): string[] {
  return Array.from<number | bigint | string, string>(data.slice(0, FIRST_VALUES), (element) =>
    elementText(dtype, element).slice(0, MAX_TEXT_CHARACTERS),
  );
}
