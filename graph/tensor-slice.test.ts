import fc from "fast-check";
import { expect, test } from "vitest";
import { type DimRange, pickElements, planSlice, readRanges, writeRanges } from "./tensor-slice.ts";

const dim = fc.integer({ min: 1, max: 6 });
const sliced = fc.array(dim, { maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    ranges: fc.tuple(
      ...shape.map((size) =>
        fc
          .record({ start: fc.nat(size - 1), step: fc.integer({ min: 1, max: 3 }), wish: fc.nat(6) })
          .map(({ start, step, wish }) => ({ start, step, count: Math.min(wish, Math.ceil((size - start) / step)) })),
      ),
    ),
  }),
);

/** The elements as nested loops over the ranges find them. */
function plainly(shape: readonly number[], ranges: readonly DimRange[]): number[] {
  return ranges.reduce<number[]>(
    (bases, { start, count, step }, at) =>
      bases.flatMap((base) => Array.from({ length: count }, (_, index) => base * shape[at]! + start + index * step)),
    [0],
  );
}

test("the planned reads hold the elements of the slice in their order, however it is cut", () => {
  fc.assert(
    fc.property(sliced, fc.constantFrom(1, 2, 8, 700), ({ shape, ranges }, elementBytes) => {
      const size = shape.reduce((product, each) => product * each, 1);
      const payload = new Uint8Array(size * elementBytes);
      for (let index = 0; index < size; index++)
        payload.fill(index % 251, index * elementBytes, (index + 1) * elementBytes);

      const picked = planSlice(shape, ranges, elementBytes).flatMap((read) => [
        ...pickElements(payload.subarray(read.at, read.at + read.length), read, elementBytes),
      ]);

      const expected = plainly(shape, ranges).map((index) => index % 251);
      expect(picked.filter((_, at) => at % elementBytes === 0)).toEqual(expected);
      expect(picked).toHaveLength(expected.length * elementBytes);
    }),
  );
});

test("ranges come back from their words", () => {
  fc.assert(
    fc.property(sliced, ({ ranges }) => {
      expect(readRanges(writeRanges(ranges))).toEqual(ranges);
    }),
  );
});

test("elements that lie all over a large file are refused, not read", () => {
  const far = { start: 0, count: 60_000, step: 1_000_000 };

  expect(() => planSlice([1e12], [far], 4)).toThrow("too far apart");
});
