import fc from "fast-check";
import { expect, test } from "vitest";
import type { Region } from "#nodes/region";
import { drawnRegion, handles, movedRegion, resizedRegion } from "./region-geometry.ts";

const size = { width: 100, height: 60 };
const point = fc.record({
  x: fc.double({ min: -300, max: 300, noNaN: true }),
  y: fc.double({ min: -300, max: 300, noNaN: true }),
});
const region = fc
  .tuple(fc.nat(99), fc.nat(59), fc.nat(99), fc.nat(59))
  .map(([x, y, w, h]): Region => ({ x, y, width: 1 + (w % (100 - x)), height: 1 + (h % (60 - y)) }));

function isOnPicture({ x, y, width, height }: Region): boolean {
  const areWhole = [x, y, width, height].every(Number.isInteger);
  return areWhole && x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= 100 && y + height <= 60;
}

test("a drag covers the pixels that it goes over, whichever way it goes", () => {
  expect(drawnRegion({ x: 10.2, y: 5.9 }, { x: 30.5, y: 7 }, size)).toEqual({ x: 10, y: 5, width: 21, height: 2 });
  expect(drawnRegion({ x: 30.5, y: 7 }, { x: 10.2, y: 5.9 }, size)).toEqual({ x: 10, y: 5, width: 21, height: 2 });
});

test("whatever is drawn, moved or resized is a region on the picture", () => {
  fc.assert(
    fc.property(region, point, point, fc.constantFrom(...handles), (before, from, to, handle) => {
      expect(drawnRegion(from, to, size)).toSatisfy(isOnPicture);
      expect(movedRegion(before, to, size)).toSatisfy(isOnPicture);
      expect(resizedRegion(before, handle, to, size)).toSatisfy(isOnPicture);
    }),
  );
});

test("moving keeps the size, and a corner keeps the one across from it", () => {
  fc.assert(
    fc.property(region, point, (before, by) => {
      const moved = movedRegion(before, by, size);
      expect([moved.width, moved.height]).toEqual([before.width, before.height]);

      const { x, y } = resizedRegion(before, { x: 1, y: 1 }, by, size);
      expect([x, y]).toEqual([before.x, before.y]);
      const other = resizedRegion(before, { x: -1, y: -1 }, by, size);
      expect([other.x + other.width, other.y + other.height]).toEqual([
        before.x + before.width,
        before.y + before.height,
      ]);
    }),
  );
});
