import fc from "fast-check";
import { expect, test } from "vitest";
import type { PixelImage } from "#graph/values";
import { regionOn } from "../region.ts";
import { imageOf, runNode } from "../run-node-for-tests.ts";
import { cropImage } from "./definition.ts";
import { runCropImage } from "./run.ts";

const image = imageOf(1, [
  [0, 1, 2, 3],
  [10, 11, 12, 13],
  [20, 21, 22, 23],
]);

async function crop(region?: Record<string, number>) {
  const { image: cut } = await runNode(cropImage, runCropImage, {
    inputs: { image },
    params: region ? { region } : {},
  });
  const { width, height, pixels } = cut as PixelImage;
  return Array.from({ length: height }, (_, y) => [...pixels.subarray(y * width, (y + 1) * width)]);
}

test.each([
  [
    "a rectangle within",
    { x: 1, y: 1, width: 2, height: 2 },
    [
      [11, 12],
      [21, 22],
    ],
  ],
  ["to the right edge with a width of 0", { x: 2, y: 0, width: 0, height: 1 }, [[2, 3]]],
  ["to the lower edge with a height of 0", { x: 0, y: 1, width: 1, height: 0 }, [[10], [20]]],
  ["what stands out ends at the edge", { x: 3, y: 2, width: 99, height: 99 }, [[23]]],
])("%s", async (_, region, rows) => {
  expect(await crop(region)).toEqual(rows);
});

test("without a region the picture passes as it came", async () => {
  const { image: same } = await runNode(cropImage, runCropImage, { inputs: { image } });

  expect(same).toBe(image);
});

test("a region outside says where it is and how large the picture is", async () => {
  await expect(crop({ x: 4, y: 0, width: 1, height: 1 })).rejects.toMatchObject({
    kind: "bad-params",
    param: "region",
    message: "The region begins at 4, 0, but the picture has 4 × 3 pixels. Begin it within the picture.",
  });
});

test.each([{ x: -1 }, { width: 1.5 }, { depth: 1 }])("%j is no region", (wrong) => {
  const region = { x: 0, y: 0, width: 1, height: 1, ...wrong };

  expect(cropImage.params.safeParse({ region }).success).toBe(false);
});

test("what is cut always lies within the picture and has a pixel", () => {
  const place = fc.nat(200);
  fc.assert(
    fc.property(
      place,
      place,
      place,
      place,
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
      (x, y, w, h, width, height) => {
        const box = regionOn({ x, y, width: w, height: h }, { width, height });

        if (!box) {
          expect(x >= width || y >= height).toBe(true);
          return;
        }
        expect(box.width).toBeGreaterThan(0);
        expect(box.height).toBeGreaterThan(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      },
    ),
  );
});
