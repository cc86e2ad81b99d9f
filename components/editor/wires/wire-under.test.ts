import { expect, test } from "vitest";
import { wireUnder } from "./wire-under.ts";

const routes = new Map([
  [
    "level",
    [
      { x: 0, y: 0 },
      { x: 200, y: 0 },
    ],
  ],
  [
    "bent",
    [
      { x: 0, y: 100 },
      { x: 100, y: 100 },
      { x: 100, y: 300 },
      { x: 200, y: 300 },
    ],
  ],
]);
const at = (x: number, y: number) => ({ x, y, width: 20, height: 20 });

test("a wire is under a box that one of its pieces runs through", () => {
  expect(wireUnder(routes, at(50, -10))).toBe("level");
  expect(wireUnder(routes, at(90, 200))).toBe("bent");
});

test("no wire is under a box that lies beside them, also not within their bend", () => {
  expect(wireUnder(routes, at(50, 40))).toBeNull();
  expect(wireUnder(routes, at(30, 200))).toBeNull();
});

test("of two wires the one nearer to the middle counts", () => {
  expect(wireUnder(routes, { x: 20, y: -60, width: 40, height: 170 })).toBe("level");
  expect(wireUnder(routes, { x: 20, y: -10, width: 40, height: 170 })).toBe("bent");
});
