import fc from "fast-check";
import { expect, test } from "vitest";
import { clipBox, intersectionOverUnion } from "./box-geometry.ts";
import { nonMaxSuppression } from "./non-max-suppression.ts";

const box = fc.record({
  x: fc.integer({ min: 0, max: 40 }),
  y: fc.integer({ min: 0, max: 40 }),
  width: fc.integer({ min: 1, max: 30 }),
  height: fc.integer({ min: 1, max: 30 }),
  score: fc.integer({ min: 1, max: 20 }).map((score) => score / 20),
  classIndex: fc.integer({ min: 0, max: 2 }),
});
const boxes = fc.array(box, { maxLength: 40 });
const settings = { iouThreshold: 0.4, acrossClasses: false, maxBoxes: 1_000 };

test("overlap is the shared part of what both cover", () => {
  const a = { x: 0, y: 0, width: 10, height: 10 };

  expect(intersectionOverUnion(a, a)).toBe(1);
  expect(intersectionOverUnion(a, { x: 5, y: 0, width: 10, height: 10 })).toBeCloseTo(50 / 150);
  expect(intersectionOverUnion(a, { x: 10, y: 0, width: 10, height: 10 })).toBe(0);
  expect(intersectionOverUnion(a, { x: 2, y: 2, width: 0, height: 0 })).toBe(0);
});

test("what is kept does not overlap, and what is dropped is covered by something better that is kept", () => {
  fc.assert(
    fc.property(boxes, fc.boolean(), (candidates, acrossClasses) => {
      const kept = nonMaxSuppression(candidates, { ...settings, acrossClasses });
      const rivals = (a: (typeof kept)[0], b: (typeof kept)[0]) =>
        (acrossClasses || a.classIndex === b.classIndex) && intersectionOverUnion(a, b) > settings.iouThreshold;

      for (const [i, a] of kept.entries()) {
        for (const b of kept.slice(i + 1)) {
          expect(rivals(a, b)).toBe(false);
          expect(a.score).toBeGreaterThanOrEqual(b.score);
        }
      }
      for (const lost of candidates.filter((candidate) => !kept.includes(candidate))) {
        expect(kept.some((better) => better.score >= lost.score && rivals(better, lost))).toBe(true);
      }
    }),
  );
});

test("a second pass changes nothing", () => {
  fc.assert(
    fc.property(boxes, (candidates) => {
      const once = nonMaxSuppression(candidates, settings);
      expect(nonMaxSuppression(once, settings)).toEqual(once);
    }),
  );
});

test("the best are kept when there are too many", () => {
  const row = [0.3, 0.9, 0.5].map((score, i) => ({ x: i * 100, y: 0, width: 9, height: 9, score, classIndex: 0 }));

  expect(nonMaxSuppression(row, { ...settings, maxBoxes: 2 }).map(({ score }) => score)).toEqual([0.9, 0.5]);
});

test("boxes are cut at the picture's edges, and those outside are gone", () => {
  const size = { width: 20, height: 10 };

  expect(clipBox({ x: -5, y: 4, width: 10, height: 10 }, size)).toEqual({ x: 0, y: 4, width: 5, height: 6 });
  expect(clipBox({ x: 20, y: 0, width: 5, height: 5 }, size)).toBeNull();
});
