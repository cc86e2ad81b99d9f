import { expect, test } from "vitest";
import type { Detection, PixelImage } from "#graph/values";
import { imageOf, runNode } from "../run-node-for-tests.ts";
import { cropDetections } from "./definition.ts";
import { runCropDetections } from "./run.ts";

const image = imageOf(1, [
  [0, 1, 2, 3],
  [10, 11, 12, 13],
  [20, 21, 22, 23],
]);

async function crop(
  boxes: [x: number, y: number, width: number, height: number][],
  params: Record<string, unknown> = {},
) {
  const items: Detection[] = boxes.map(([x, y, width, height], i) => ({
    x,
    y,
    width,
    height,
    label: `thing ${i}`,
    classIndex: i,
    score: 0.5 + i / 10,
  }));
  const inputs = { image, detections: { width: 4, height: 3, items } };
  const { crops, labels, scores } = await runNode(cropDetections, runCropDetections, { inputs, params });
  return { crops: (crops as PixelImage[]).map(rowsOf), labels, scores };
}

function rowsOf({ width, height, pixels }: PixelImage): number[][] {
  return Array.from({ length: height }, (_, y) => [...pixels.subarray(y * width, (y + 1) * width)]);
}

test("cuts each box, with labels and scores beside", async () => {
  const cut = await crop([
    [1, 0, 2, 2],
    [3, 2, 1, 1],
  ]);

  expect(cut).toEqual({
    crops: [
      [
        [1, 2],
        [11, 12],
      ],
      [[23]],
    ],
    labels: ["thing 0", "thing 1"],
    scores: [0.5, 0.6],
  });
});

test.each([
  ["parts of pixels are taken whole", [[1.4, 0.2, 1.2, 0.3]], {}, [[1, 2]]],
  ["a box that leaves the picture ends at its edge", [[3, 1, 9, 9]], {}, [[13], [23]]],
  ["a box outside still gives one pixel", [[9, 9, 2, 2]], {}, [[23]]],
  [
    "the margin is a part of the box",
    [[1, 1, 1, 1]],
    { margin: 1 },
    [
      [0, 1, 2],
      [10, 11, 12],
      [20, 21, 22],
    ],
  ],
  [
    "a square widens the shorter side",
    [[1, 1, 1, 3]],
    { square: true },
    [
      [10, 11, 12],
      [20, 21, 22],
    ],
  ],
] as const)("%s", async (_, boxes, params, expected) => {
  const { crops } = await crop(boxes as never, params);

  expect(crops).toEqual([expected]);
});

test("no detections give empty lists", async () => {
  expect(await crop([])).toEqual({ crops: [], labels: [], scores: [] });
});
