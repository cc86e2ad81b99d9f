/** Along one dimension: `count` elements from `start`, `step` apart. */
export type DimRange = { start: number; count: number; step: number };

/** What one request may ask for: more than a picture of a slice can show. */
export const MAX_SLICE_ELEMENTS = 65_536;
/** Elements that lie nearer to one another are read in one go. */
const JOINED_WITHIN_BYTES = 512;
const MAX_READS = 8_192;
const MAX_READ_BYTES = 64_000_000;

/** Bytes `at`…`at + length` of the payload, and where in them the elements begin. */
export type SliceRead = { at: number; length: number; elements: number[] };

/**
 * Which bytes of a row-major payload hold the elements of a slice, in its own row-major order.
 *
 * @throws RangeError with a sentence for a slice that leaves the tensor or would need too many reads
 */
export function planSlice(shape: readonly number[], ranges: readonly DimRange[], elementBytes: number): SliceRead[] {
  checkRanges(shape, ranges);
  const reads: SliceRead[] = [];
  let bytes = 0;
  for (const offset of offsetsOf(shape, ranges)) {
    const at = offset * elementBytes;
    const last = reads.at(-1);
    if (last && at - (last.at + last.length) <= JOINED_WITHIN_BYTES) {
      bytes += at + elementBytes - (last.at + last.length);
      last.length = at + elementBytes - last.at;
      last.elements.push(at - last.at);
    } else {
      reads.push({ at, length: elementBytes, elements: [0] });
      bytes += elementBytes;
    }
    if (reads.length > MAX_READS || bytes > MAX_READ_BYTES) {
      throw new RangeError("The elements lie too far apart to be read at once. Ask for fewer of them.");
    }
  }
  return reads;
}

function checkRanges(shape: readonly number[], ranges: readonly DimRange[]) {
  if (ranges.length !== shape.length) {
    throw new RangeError(`The slice has ${ranges.length} ranges, and the tensor ${shape.length} dimensions.`);
  }
  ranges.forEach(({ start, count, step }, dim) => {
    const size = shape[dim]!;
    if (count > 0 && start + (count - 1) * step >= size) {
      throw new RangeError(`The range ${start}:${count}:${step} leaves dimension ${dim}, which has ${size}.`);
    }
  });
  if (ranges.reduce((product, { count }) => product * count, 1) > MAX_SLICE_ELEMENTS) {
    throw new RangeError(`A slice may have ${MAX_SLICE_ELEMENTS} elements. Ask for fewer, or for every second one.`);
  }
}

/** Places of the elements, counted in elements; rising, since all steps are forwards. */
function* offsetsOf(shape: readonly number[], ranges: readonly DimRange[], dim = 0, base = 0): Generator<number> {
  const range = ranges[dim];
  if (!range) {
    yield base;
    return;
  }
  const stride = shape.slice(dim + 1).reduce((product, size) => product * size, 1);
  for (let index = 0; index < range.count; index++) {
    yield* offsetsOf(shape, ranges, dim + 1, base + (range.start + index * range.step) * stride);
  }
}

/** The bytes of the elements, one after the other. `source` holds the bytes of the read. */
export function pickElements(
  source: Uint8Array,
  { elements }: SliceRead,
  elementBytes: number,
): Uint8Array<ArrayBuffer> {
  const picked = new Uint8Array(elements.length * elementBytes);
  elements.forEach((at, index) => picked.set(source.subarray(at, at + elementBytes), index * elementBytes));
  return picked;
}

/** "0:1:1,0:64:4" */
export function writeRanges(ranges: readonly DimRange[]): string {
  return ranges.map(({ start, count, step }) => `${start}:${count}:${step}`).join(",");
}

/** Null for anything that `writeRanges` would not write. */
export function readRanges(text: string): DimRange[] | null {
  if (text === "") return [];
  const ranges: DimRange[] = [];
  for (const part of text.split(",")) {
    const match = /^(\d{1,12}):(\d{1,6}):(\d{1,12})$/.exec(part);
    if (!match) return null;
    const [start, count, step] = match.slice(1).map(Number) as [number, number, number];
    if (step === 0) return null;
    ranges.push({ start, count, step });
  }
  return ranges;
}
