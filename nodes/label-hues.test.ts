import { expect, test } from "vitest";
import { inkOn, labelHue, labelHues, parseColour } from "./label-hues.ts";

test("no two hues look alike", () => {
  for (const [i, one] of labelHues.entries()) {
    for (const other of labelHues.slice(i + 1)) {
      const [a, b] = [parseColour(one), parseColour(other)];
      expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(60);
    }
  }
});

test("every class index has a hue", () => {
  expect(labelHue(0)).toBe(labelHues[0]);
  expect(labelHue(labelHues.length + 2)).toBe(labelHues[2]);
  expect(labelHue(-1)).toBe(labelHues[1]);
  expect(labelHue(Number.NaN)).toBe(labelHues[0]);
});

test("reads a colour", () => {
  expect(parseColour("#ff8001")).toEqual([255, 128, 1]);
});

test("ink is dark on bright and bright on dark", () => {
  expect(inkOn([255, 214, 10])).toEqual([0, 0, 0]);
  expect(inkOn([60, 20, 200])).toEqual([255, 255, 255]);
});
