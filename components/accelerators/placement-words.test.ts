import { expect, test } from "vitest";
import { placementDetail, placementShare } from "./placement-words.ts";

test("a model whose operators a device has all needs no more words", () => {
  const one = { device: "webgpu", placement: { total: 7, onDevice: 7, onProcessor: [] } };

  expect(placementShare(one)).toBe("All 7 operators");
  expect(placementDetail(one)).toBeNull();
});

test("operators that fall back to the processor are named with their number", () => {
  const onProcessor = [
    { name: "Slice", count: 4 },
    { name: "TopK", count: 1 },
  ];
  const one = { device: "webgpu", placement: { total: 12, onDevice: 7, onProcessor } };

  expect(placementShare(one)).toBe("7 of 12 operators");
  expect(placementDetail(one)).toBe("On the CPU: Slice ×4, TopK");
});

test("a device that takes nothing of a model, or refuses it, is said to", () => {
  const none = { device: "dml", placement: { total: 12, onDevice: 0, onProcessor: [] } };
  const refused = { device: "cuda", placement: { refusal: "Failed to load shared library." } };

  expect(placementDetail(none)).toBe("DirectML has none of its operators: all of it computes on the CPU.");
  expect(placementShare(refused)).toBe("Does not open");
  expect(placementDetail(refused)).toBe("Failed to load shared library.");
});
