import fc from "fast-check";
import { expect, test } from "vitest";
import { levelOfDetail } from "./canvas-context.tsx";

test("a node shows less the farther away one is", () => {
  expect([1, 0.75, 0.74, 0.45, 0.44, 0.2, 0.19, 0.05].map(levelOfDetail)).toEqual([
    "full",
    "full",
    "preview",
    "preview",
    "plate",
    "plate",
    "dot",
    "dot",
  ]);
});

test("coming nearer never takes away what was there", () => {
  const order = ["dot", "plate", "preview", "full"];
  const zoom = fc.double({ min: 0.05, max: 2, noNaN: true });
  fc.assert(
    fc.property(zoom, zoom, (a, b) => {
      const [far, near] = a < b ? [a, b] : [b, a];
      expect(order.indexOf(levelOfDetail(near))).toBeGreaterThanOrEqual(order.indexOf(levelOfDetail(far)));
    }),
  );
});
