import { describe, expect, test } from "vitest";
import { resolveLayout } from "./box-layout.ts";
import { readBoxes } from "./read-boxes.ts";

const boxes = [
  { x: 10, y: 20, width: 30, height: 40, score: 0.9, classIndex: 1 },
  { x: 5, y: 5, width: 10, height: 10, score: 0.4, classIndex: 0 },
  { x: 50, y: 60, width: 8, height: 6, score: 0.1, classIndex: 2 },
];
const CLASSES = 3;
const ROWS = 12;

/** The boxes as rows of a model's output; the rest of the rows are noise without score. */
function rowsOf(format: "yolov5" | "yolov8" | "yolov10"): number[][] {
  return Array.from({ length: ROWS }, (_, i) => {
    const box = boxes[i];
    if (format === "yolov10") {
      return box ? [box.x, box.y, box.x + box.width, box.y + box.height, box.score, box.classIndex] : Array(6).fill(0);
    }
    const centre = box ? [box.x + box.width / 2, box.y + box.height / 2, box.width, box.height] : [9, 9, 3, 3];
    const scores = Array.from({ length: CLASSES }, (_, c) => (box && box.classIndex === c ? box.score : 0.01));
    return format === "yolov8" ? [...centre, ...scores] : [...centre, 1, ...scores];
  });
}
const transpose = (rows: number[][]) => rows[0]!.map((_, i) => rows.map((row) => row[i]!));

function read(
  rows: number[][],
  { layout = "auto" as Parameters<typeof resolveLayout>[1]["layout"], classCount = CLASSES } = {},
) {
  const numbers = Float64Array.from(rows.flat());
  const shape = [1, rows.length, rows[0]!.length];
  return readBoxes(numbers, { layout: resolveLayout({ shape, numbers }, { layout, classCount }), minScore: 0.3 });
}

describe("every layout gives the same boxes, chosen or found", () => {
  const layouts = {
    yolov5: rowsOf("yolov5"),
    "yolov5 the other way round": transpose(rowsOf("yolov5")),
    yolov8: transpose(rowsOf("yolov8")),
    "yolov8 the other way round": rowsOf("yolov8"),
    yolov10: rowsOf("yolov10"),
  };
  test.each(Object.entries(layouts))("%s", (name, rows) => {
    const layout = name.split(" ")[0] as "yolov5" | "yolov8" | "yolov10";

    expect(read(rows)).toEqual(boxes.slice(0, 2));
    expect(read(rows, { layout })).toEqual(boxes.slice(0, 2));
  });

  test.each(["yolov5", "yolov8", "yolov10"] as const)("%s, also without labels", (name) => {
    expect(read(layouts[name], { classCount: 0 })).toEqual(boxes.slice(0, 2));
  });
});

test("yolov5 with one class has six numbers a box as well, and is told apart by them", () => {
  const rows = Array.from({ length: 9 }, (_, i) => [20, 30, 10, 10, i === 0 ? 0.9 : 0, 0.8]);

  expect(read(rows, { classCount: 1 })).toEqual([
    { x: 15, y: 25, width: 10, height: 10, score: 0.9 * 0.8, classIndex: 0 },
  ]);
});

test("no box at all is an empty list", () => {
  expect(read(Array.from({ length: 4 }, () => [0, 0, 0, 0, 0, 0]))).toEqual([]);
});

test("what is no number is no box", () => {
  const rows = [
    [Number.NaN, 1, 2, 2, 0.9, 0, 0],
    [5, 5, 2, Number.NaN, 0.9, 0, 0],
    ...Array(9).fill([5, 5, 2, 2, Number.NaN, 0, 0]),
  ];

  expect(read(rows, { layout: "yolov8" })).toEqual([]);
});

test.each([
  [[1, 2, 3, 4], 3, "is not a layout of boxes: [1, n, 5 + classes]"],
  [[2, 8, 500], 4, "is not a layout of boxes"],
  [[1, 9, 500], 3, "with 3 labels a box has 7 (yolov8) or 8 (yolov5) numbers"],
  [[1, 4, 500], 0, "is not a layout of boxes"],
])("the shape %j with %i labels is refused", (shape, classCount, reason) => {
  const numbers = new Float32Array(shape.reduce((product, dim) => product * dim, 1)).fill(0.5);

  expect(() => resolveLayout({ shape, numbers }, { layout: "auto", classCount })).toThrow(reason);
});
