import fc from "fast-check";
import { expect, test } from "vitest";
import { boxed, isInside, lassoed, met } from "./lasso.ts";

const square = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 100 },
  { x: 0, y: 100 },
];

test("the loop catches what has its middle in it", () => {
  const boxes = new Map([
    ["in", { x: 40, y: 40, width: 20, height: 20 }],
    ["half", { x: 90, y: 40, width: 60, height: 20 }],
    ["out", { x: 300, y: 40, width: 20, height: 20 }],
  ]);

  expect(lassoed(boxes, square)).toEqual(["in"]);
});

test("a box catches the nodes that it touches, and only the frames that it holds as a whole", () => {
  const boxes = [
    { id: "touched", isFrame: false, box: { x: 90, y: 90, width: 50, height: 50 } },
    { id: "around", isFrame: true, box: { x: -10, y: -10, width: 500, height: 500 } },
    { id: "held", isFrame: true, box: { x: 10, y: 10, width: 20, height: 20 } },
    { id: "beside", isFrame: false, box: { x: 101, y: 0, width: 50, height: 50 } },
  ];

  expect(
    boxed(boxes, [
      { x: 0, y: 100 },
      { x: 100, y: 0 },
    ]),
  ).toEqual(["touched", "held"]);
});

test("a hollow of the loop is not in it", () => {
  const hollow = [...square.slice(0, 2), { x: 50, y: 50 }, ...square.slice(2)];

  expect([isInside({ x: 90, y: 50 }, hollow), isInside({ x: 20, y: 50 }, hollow)]).toEqual([false, true]);
});

test("in a loop around a middle lies just what is nearer to it than the loop", () => {
  const circle = Array.from({ length: 90 }, (_, step) => ({
    x: 100 * Math.cos((step / 45) * Math.PI),
    y: 100 * Math.sin((step / 45) * Math.PI),
  }));

  fc.assert(
    fc.property(fc.integer({ min: -150, max: 150 }), fc.integer({ min: -150, max: 150 }), (x, y) => {
      fc.pre(Math.abs(Math.hypot(x, y) - 100) > 1);
      expect(isInside({ x, y }, circle)).toBe(Math.hypot(x, y) < 100);
    }),
  );
});

test("what is caught replaces the selection, joins it, or leaves it", () => {
  const before = new Set(["a", "b"]);

  expect([...met(before, ["b", "c"], "replace")]).toEqual(["b", "c"]);
  expect([...met(before, ["b", "c"], "add")]).toEqual(["a", "b", "c"]);
  expect([...met(before, ["b", "c"], "remove")]).toEqual(["a"]);
});
