import { describe, expect, test } from "vitest";
import { portsOf } from "#graph/ports-of";
import { imageOf, runNode } from "../run-node-for-tests.ts";
import { tensorNumbers } from "../tensor-numbers.ts";
import { imageToTensor } from "./definition.ts";
import { runImageToTensor } from "./run.ts";

const image = imageOf(3, [
  [255, 0, 0, 0, 255, 0],
  [0, 0, 255, 255, 255, 255],
]);

async function convert(params: Record<string, unknown>, from = image) {
  const { tensor } = await runNode(imageToTensor, runImageToTensor, { inputs: { image: from }, params });
  const values = Array.from(tensorNumbers(tensor)).map((value) => Math.round(value * 1_000) / 1_000);
  return { dtype: tensor.dtype, shape: tensor.shape, values };
}

test("by default: float32 [1, 3, height, width], RGB, 0 to 1", async () => {
  expect(await convert({})).toEqual({
    dtype: "float32",
    shape: [1, 3, 2, 2],
    values: [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1],
  });
});

describe("settings", () => {
  test.each([
    [{ layout: "NHWC", range: "0-255" }, [1, 2, 2, 3], [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]],
    [{ colours: "BGR" }, [1, 3, 2, 2], [0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1]],
    [{ colours: "grey", range: "0-255" }, [1, 1, 2, 2], [76, 150, 29, 255]],
    [{ colours: "grey", dtype: "uint8", range: "0-255" }, [1, 1, 2, 2], [76, 150, 29, 255]],
    [{ colours: "grey", dtype: "float16", range: "-1-1" }, [1, 1, 2, 2], [-0.404, 0.176, -0.772, 1]],
    [{ colours: "grey", range: "custom", scale: 0.1, mean: [1], std: [2] }, [1, 1, 2, 2], [3.3, 7, 0.95, 12.25]],
    [{ width: 1, height: 1, kernel: "area", range: "0-255" }, [1, 3, 1, 1], [128, 128, 128]],
    [
      { width: 1, height: 2, fit: "letterbox", kernel: "area", padColour: "#ffffff", colours: "grey" },
      [1, 1, 2, 1],
      [0.502, 1],
    ],
  ] as const)("%j", async (params, shape, values) => {
    const converted = await convert(params);

    expect(converted.shape).toEqual(shape);
    for (const [i, value] of converted.values.entries()) expect(value).toBeCloseTo(values[i]!, 2);
  });
});

test("transparency goes on black, grey is repeated", async () => {
  expect((await convert({ range: "0-255" }, imageOf(4, [[200, 100, 50, 0]]))).values).toEqual([0, 0, 0]);
  expect((await convert({ range: "0-255" }, imageOf(1, [[7]]))).values).toEqual([7, 7, 7]);
});

test("its port says what will come out", () => {
  const node = {
    id: "n",
    type: "image-to-tensor",
    version: 1,
    position: { x: 0, y: 0 },
    params: { width: 224, height: 160, layout: "NHWC", colours: "grey", dtype: "uint8", range: "0-255" },
  };

  expect(portsOf(node, imageToTensor).outputs.tensor?.type).toEqual({
    kind: "tensor",
    dtype: "uint8",
    shape: [1, 160, 224, 1],
  });
  expect(portsOf({ ...node, params: {} }, imageToTensor).outputs.tensor?.type).toMatchObject({
    shape: [1, 3, null, null],
  });
});

test.each([
  [{ width: 5 }, "height"],
  [{ dtype: "uint8" }, "range"],
  [{ range: "custom", mean: [1, 2] }, "mean"],
])("%j is a problem at %s", (params, param) => {
  expect(imageToTensor.checkParams?.(imageToTensor.params.parse(params)).map((problem) => problem.param)).toEqual([
    param,
  ]);
});

test("a spread of 0 is refused", () => {
  expect(imageToTensor.params.safeParse({ std: [0.2, 0, 0.2] }).success).toBe(false);
});
