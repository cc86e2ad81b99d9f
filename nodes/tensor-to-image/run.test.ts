import { expect, test } from "vitest";
import type { PixelImage, TensorValue } from "#graph/values";
import { imageToTensor } from "../image-to-tensor/definition.ts";
import { runImageToTensor } from "../image-to-tensor/run.ts";
import { imageOf, runNode } from "../run-node-for-tests.ts";
import { tensorToImage } from "./definition.ts";
import { runTensorToImage } from "./run.ts";

const float = (shape: number[], values: number[]): TensorValue => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(values),
});

async function show(tensor: TensorValue, params: Record<string, unknown> = {}) {
  const { image } = await runNode(tensorToImage, runTensorToImage, { inputs: { tensor }, params });
  return image as PixelImage;
}

test.each([
  [[1, 2], { width: 2, height: 1, channels: 1 }],
  [[1, 2, 1], { width: 1, height: 2, channels: 1 }],
  [[1, 1, 2, 1], { width: 1, height: 2, channels: 1 }],
  [[3, 2, 5], { width: 5, height: 2, channels: 3 }],
  [[1, 2, 5, 3], { width: 5, height: 2, channels: 3 }],
  [[4, 2, 2], { width: 2, height: 2, channels: 4 }],
] as const)("the shape %j is a picture", async (shape, size) => {
  const count = shape.reduce((product: number, dim) => product * dim, 1);

  expect(await show(float([...shape], Array(count).fill(0)))).toMatchObject(size);
});

test.each([
  [{}, [-5, 0, 0.5, 1, 9, Number.NaN], [0, 0, 128, 255, 255, 0]],
  [{ range: "-1-1" }, [-1, 0, 1, 2, -2, 0.5], [0, 128, 255, 255, 0, 191]],
  [{ range: "0-255" }, [0, 7, 300, -1, 254.6, 1], [0, 7, 255, 0, 255, 1]],
  [{ range: "min-max" }, [10, 20, 30, 30, 10, Number.NaN], [0, 128, 255, 255, 0, 0]],
] as const)("values: %j", async (params, values, pixels) => {
  expect([...(await show(float([2, 3], [...values]), params)).pixels]).toEqual(pixels);
});

test("a tensor of one value everywhere is black by its least and largest", async () => {
  expect([...(await show(float([1, 2], [7, 7]), { range: "min-max" })).pixels]).toEqual([0, 0]);
});

test("whole numbers are levels", async () => {
  const image = await show({ dtype: "int64", shape: [1, 2], data: BigInt64Array.of(9n, 256n) });

  expect([...image.pixels]).toEqual([9, 255]);
});

test.each([
  { layout: "NCHW", colours: "RGB" },
  { layout: "NHWC", colours: "BGR" },
])("gives back the picture that was made a tensor: %j", async ({ layout, colours }) => {
  const image = imageOf(3, [
    [1, 2, 3, 40, 50, 60, 77, 88, 99],
    [250, 251, 252, 0, 0, 0, 255, 255, 255],
  ]);
  const { tensor } = await runNode(imageToTensor, runImageToTensor, { inputs: { image }, params: { layout, colours } });

  expect(await show(tensor, { colourOrder: colours })).toEqual(image);
});

test.each([[[2, 3, 4, 4]], [[5]], [[2, 7, 7]], [[0, 4]]])("the shape %j is refused", async (shape) => {
  const count = shape.reduce((product, dim) => product * dim, 1);

  await expect(show(float(shape, Array(count).fill(0)))).rejects.toMatchObject({
    kind: "bad-input",
    port: "tensor",
    message: expect.stringContaining(`[${shape.join(", ")}] is not one picture`),
  });
});
