import { expect, test } from "vitest";
import { detectionsOn } from "./detections-on.ts";

const item = { x: 10, y: 20, width: 30, height: 40, label: "a", classIndex: 0, score: 1 };
const detections = { width: 160, height: 120, items: [item] };

test("boxes in the picture in which they were found stay as they are", () => {
  expect(detectionsOn({ width: 160, height: 120 }, detections)).toBe(detections.items);
});

test("boxes follow the picture to another size", () => {
  expect(detectionsOn({ width: 320, height: 240 }, detections)).toEqual([
    { ...item, x: 20, y: 40, width: 60, height: 80 },
  ]);
  expect(detectionsOn({ width: 107, height: 80 }, detections)).toHaveLength(1);
});

test("boxes of another picture are refused with both sizes", () => {
  expect(() => detectionsOn({ width: 160, height: 160 }, detections)).toThrow(
    "The boxes were found in a picture of 160 × 120 and this one has 160 × 160, other proportions",
  );
});
