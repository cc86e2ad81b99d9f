import { expect, test } from "vitest";
import type { PixelImage } from "#graph/values";
import { imageOf, runNode, testImages } from "../run-node-for-tests.ts";
import { resizeImage } from "./definition.ts";
import { runResizeImage } from "./run.ts";

const wide = imageOf(1, [
  [10, 20, 30, 40],
  [50, 60, 70, 80],
]);

async function resize(image: PixelImage, params: Record<string, unknown>) {
  const { image: resized } = await runNode(resizeImage, runResizeImage, { inputs: { image }, params });
  const { pixels, width, height, channels } = await testImages.decode(resized);
  const rowBytes = width * channels;
  return Array.from({ length: height }, (_, y) => [...pixels.subarray(y * rowBytes, (y + 1) * rowBytes)]);
}

test.each([
  ["stretch", 4, 4, [10, 20, 30, 40]],
  ["fit", 2, 9, [35, 55]],
  ["cover", 2, 2, [20, 30]],
] as const)("%s to %i × %i", async (fit, width, height, firstRow) => {
  const rows = await resize(wide, { fit, width, height, kernel: fit === "fit" ? "area" : "nearest" });

  expect(rows[0]).toEqual(firstRow);
});

test("fit within keeps the proportions", async () => {
  expect(await resize(wide, { fit: "fit", width: 100, height: 3 })).toHaveLength(3);
  expect(await resize(wide, { fit: "fit", width: 8, height: 100 })).toHaveLength(4);
});

test("letterbox centres and pads in the colour chosen, in grey its luma", async () => {
  const rows = await resize(wide, { fit: "letterbox", width: 4, height: 5, padColour: "#ff0000" });

  expect(rows).toEqual([Array(4).fill(76), [10, 20, 30, 40], [50, 60, 70, 80], Array(4).fill(76), Array(4).fill(76)]);
});

test("letterbox pads colour pictures in colour, and keeps transparency", async () => {
  const params = { fit: "letterbox", width: 2, height: 1, padColour: "#0a0b0c" };

  expect(await resize(imageOf(3, [[1, 2, 3]]), params)).toEqual([[1, 2, 3, 10, 11, 12]]);
  expect(await resize(imageOf(4, [[1, 2, 3, 4]]), params)).toEqual([[1, 2, 3, 4, 10, 11, 12, 255]]);
});

test("a strip that would grow beyond measure on the way is refused", async () => {
  const strip: PixelImage = { width: 20_000, height: 1, channels: 1, pixels: new Uint8Array(20_000) };

  await expect(resize(strip, { fit: "cover", width: 640, height: 640 })).rejects.toMatchObject({
    kind: "too-large",
    port: "image",
    message: expect.stringContaining("20000 × 1 would be scaled to 12800000 × 640"),
  });
});

test("a size beyond the limit is a problem before it runs", () => {
  const params = resizeImage.params.parse({ width: 16_000, height: 16_000 });

  expect(resizeImage.checkParams?.(params)[0]).toMatchObject({ param: "width" });
  expect(resizeImage.checkParams?.(resizeImage.params.parse({}))).toEqual([]);
});
