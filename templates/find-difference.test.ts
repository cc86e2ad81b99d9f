import { expect, test } from "vitest";
import { findDifference } from "./find-difference.ts";

test("values that differ in their last digits are the same", () => {
  expect(findDifference({ score: [0.98021, 8_000] }, { score: [0.98022, 8_000.1] })).toBeNull();
  expect(findDifference(Uint8Array.of(0, 10, 20), Uint8Array.of(1, 10, 21))).toBeNull();
});

test.each([
  ["another number", { count: 6 }, { count: 5 }, "value.count is 5, not 6"],
  ["another row", [[7_937]], [[7_938]], "value.0.0 is 7938, not 7937"],
  ["another text", { label: "star" }, { label: "circle" }, 'value.label is "circle", not "star"'],
  ["what is missing", { a: 1, b: 2 }, { a: 1 }, "value.b is undefined, not 2"],
  ["what is added", [1], [1, 2], "value.1 is 2, not undefined"],
  ["another kind", [1], null, "value is null, not [1]"],
  ["bytes of another number", Uint8Array.of(1, 2), Uint8Array.of(1), "value has 1 bytes, not 2"],
  ["another picture", new Uint8Array(10), new Uint8Array(10).fill(9), "value differs by 9.00 of 255 in the mean"],
])("%s is a difference, with its place", (_, expected, actual, message) => {
  expect(findDifference(expected, actual)).toBe(message);
});
