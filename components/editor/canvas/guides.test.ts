import fc from "fast-check";
import { expect, test } from "vitest";
import { guidesFor } from "./guides.ts";
import type { Box } from "../wires/wire-route.ts";

const box = (x: number, y: number, width = 100, height = 50): Box => ({ x, y, width, height });
const boxArbitrary = fc.record({
  x: fc.integer({ min: -500, max: 500 }),
  y: fc.integer({ min: -500, max: 500 }),
  width: fc.integer({ min: 20, max: 200 }),
  height: fc.integer({ min: 20, max: 200 }),
});

test("an edge near that of another is moved onto its line", () => {
  const { by, guides } = guidesFor(box(4, 200), [box(0, 0)], 6);

  expect(by).toEqual({ x: -4, y: 0 });
  expect(guides).toContainEqual({ kind: "line", axis: "x", at: 0, from: 0, to: 250 });
});

test("between two neighbours the gaps are made equal, and both are shown", () => {
  const { by, guides } = guidesFor(box(153, 3, 100, 43), [box(0, 0), box(300, 0)], 6);

  expect(by.x).toBe(-3);
  expect(guides.filter(({ kind }) => kind === "gap")).toEqual([
    { kind: "gap", axis: "x", at: expect.any(Number), from: 100, to: 150 },
    { kind: "gap", axis: "x", at: expect.any(Number), from: 250, to: 300 },
  ]);
});

test("behind a row the gap is that of the row", () => {
  expect(guidesFor(box(284, 5), [box(0, 5), box(140, 5)], 6).by.x).toBe(-4);
});

test("far from everything nothing is moved", () => {
  expect(guidesFor(box(1_000, 1_000), [box(0, 0)], 6)).toEqual({ by: { x: 0, y: 0 }, guides: [] });
});

test("a box whose neighbours would be others once it is moved stays where it is", () => {
  const others = [box(-22, 0, 20, 20), box(-70, 0, 45, 20), box(-2, 0, 27, 20)];

  expect(guidesFor(box(0, 0, 20, 20), others, 6).by.x).toBe(0);
});

test("a box is moved by no more than the reach, stays there when looked at again, and lies on a line wherever it moved", () => {
  fc.assert(
    fc.property(boxArbitrary, fc.array(boxArbitrary, { maxLength: 6 }), (dragged, others) => {
      const { by, guides } = guidesFor(dragged, others, 6);

      const placed = { ...dragged, x: dragged.x + by.x, y: dragged.y + by.y };
      expect(Math.max(Math.abs(by.x), Math.abs(by.y))).toBeLessThanOrEqual(6);
      for (const axis of ["x", "y"] as const) {
        if (by[axis] !== 0) expect(guides.some((guide) => guide.axis === axis)).toBe(true);
      }
      for (const { kind, axis, at } of guides) {
        const size = axis === "x" ? placed.width : placed.height;
        if (kind === "line")
          expect([0, size / 2, size].some((mark) => Math.abs(placed[axis] + mark - at) < 0.5)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
