import fc from "fast-check";
import { expect, test } from "vitest";
import { placeOfBend, routeThrough } from "./wire-route.ts";

const point = fc.record({ x: fc.integer({ min: -999, max: 999 }), y: fc.integer({ min: -999, max: 999 }) });

test("a wire that is led through points has only level and upright pieces, goes through all in order, and ends level", () => {
  fc.assert(
    fc.property(point, point, fc.array(point, { minLength: 1, maxLength: 6 }), (from, to, bends) => {
      const route = routeThrough(from, to, bends);

      expect([route[0], route.at(-1)]).toEqual([from, to]);
      let last = -1;
      for (const bend of bends) {
        const at = route.findIndex(({ x, y }, index) => index >= last && x === bend.x && y === bend.y);
        expect(at).toBeGreaterThanOrEqual(Math.max(last, 0));
        last = at;
      }
      route.slice(1).forEach((corner, index) => {
        expect(corner.x === route[index]!.x || corner.y === route[index]!.y).toBe(true);
      });
      expect(route.at(-2)!.y).toBe(to.y);
    }),
  );
});

test("a new bend goes between the stops that it lies between", () => {
  const [from, to] = [
    { x: 0, y: 0 },
    { x: 300, y: 0 },
  ];
  const bends = [
    { x: 100, y: 50 },
    { x: 200, y: 50 },
  ];

  expect(placeOfBend(from, to, { bends, at: { x: 50, y: 20 } })).toBe(0);
  expect(placeOfBend(from, to, { bends, at: { x: 150, y: 50 } })).toBe(1);
  expect(placeOfBend(from, to, { bends, at: { x: 260, y: 20 } })).toBe(2);
});
