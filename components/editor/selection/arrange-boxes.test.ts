import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Alignment, alignBoxes, distributeBoxes } from "./arrange-boxes.ts";
import type { Box, Point } from "../wires/wire-route.ts";

const whole = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -2_000, max: 2_000 }));
const length = fc.integer({ min: 1, max: 400 });
const box: fc.Arbitrary<Box> = fc.record({ x: whole, y: whole, width: length, height: length });
const boxesOf = (minLength: number) =>
  fc.array(box, { minLength, maxLength: 8 }).map((all) => new Map(all.map((one, index) => [`n${index}`, one])));

const placed = (boxes: ReadonlyMap<string, Box>, points: Record<string, Point>): Box[] =>
  [...boxes].map(([id, one]) => ({ ...one, ...points[id] }));

const lineOf: Record<Alignment, (box: Box) => number> = {
  left: ({ x }) => x,
  centre: ({ x, width }) => x + width / 2,
  right: ({ x, width }) => x + width,
  top: ({ y }) => y,
  middle: ({ y, height }) => y + height / 2,
  bottom: ({ y, height }) => y + height,
};

describe("aligning", () => {
  test.each(Object.keys(lineOf) as Alignment[])(
    "%s puts all on one line and moves along one axis only",
    (alignment) => {
      fc.assert(
        fc.property(boxesOf(1), (boxes) => {
          const after = placed(boxes, alignBoxes(boxes, alignment));

          const lines = after.map(lineOf[alignment]);
          // Positions are whole pixels, so middles may be half a pixel apart.
          expect(Math.max(...lines) - Math.min(...lines)).toBeLessThanOrEqual(1);
          const other = "left centre right".includes(alignment) ? "y" : "x";
          expect(after.map((one) => one[other])).toEqual([...boxes.values()].map((one) => one[other]));
        }),
      );
    },
  );

  test("again changes nothing", () => {
    fc.assert(
      fc.property(boxesOf(1), fc.constantFrom(...(Object.keys(lineOf) as Alignment[])), (boxes, alignment) => {
        const once = new Map([...boxes.keys()].map((id, at) => [id, placed(boxes, alignBoxes(boxes, alignment))[at]!]));

        const twice = placed(once, alignBoxes(once, alignment));

        for (const [at, one] of [...once.values()].entries()) {
          expect(Math.abs(twice[at]!.x - one.x) + Math.abs(twice[at]!.y - one.y)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe("distributing", () => {
  test("makes equal gaps between neighbours and leaves the outermost where they are", () => {
    fc.assert(
      fc.property(boxesOf(3), (boxes) => {
        const points = distributeBoxes(boxes, "x");

        const order = [...boxes].sort(([, a], [, b]) => a.x + a.width / 2 - (b.x + b.width / 2)).map(([id]) => id);
        const after = order.map((id) => ({ ...boxes.get(id)!, ...points[id] }));
        const gaps = after.slice(1).map((one, at) => one.x - (after[at]!.x + after[at]!.width));
        expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(2);
        expect(after[0]!.x).toBe(boxes.get(order[0]!)!.x);
        expect(after.at(-1)!.x).toBe(boxes.get(order.at(-1)!)!.x);
      }),
    );
  });

  test("gives no minus zero, which is another number to a document", () => {
    fc.assert(
      fc.property(boxesOf(3), (boxes) => {
        const points = [...Object.values(distributeBoxes(boxes, "x")), ...Object.values(alignBoxes(boxes, "centre"))];

        expect(points.filter(({ x, y }) => Object.is(x, -0) || Object.is(y, -0))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("two have no gaps to even out", () => {
    fc.assert(
      fc.property(boxesOf(1), (boxes) => boxes.size > 2 || Object.keys(distributeBoxes(boxes, "y")).length === 0),
    );
  });
});
