import { expect, test } from "vitest";
import { createTypeCosts } from "./type-costs.ts";

test("a type is looked up until it turns out cheap, and again as soon as some of its results are worth keeping", () => {
  const types = createTypeCosts();
  expect([types.mayBeCostly("resize"), types.isCostly("resize")]).toEqual([true, false]);

  types.saw("resize", false);
  expect(types.mayBeCostly("resize")).toBe(false);

  types.saw("resize", true);
  expect([types.mayBeCostly("resize"), types.isCostly("resize")]).toEqual([true, true]);
});

test("a single slow step among many cheap ones is soon forgotten, and has to be slower to count", () => {
  const types = createTypeCosts();
  for (let step = 0; step < 50; step++) types.saw("add", false);
  expect(types.factor("add")).toBeGreaterThan(1);

  types.saw("add", true);
  for (let step = 0; step < 30; step++) types.saw("add", false);

  expect(types.mayBeCostly("add")).toBe(false);
});

test("a type that mostly costs something counts from the plain limit on", () => {
  const types = createTypeCosts();
  for (let step = 0; step < 20; step++) types.saw("segment", step % 4 > 0);

  expect(types.factor("segment")).toBe(1);
});
