import { expect, test } from "vitest";
import type { TensorSignature } from "#graph/values";
import { imageInputOf } from "./image-input.ts";

const model = (...inputs: Pick<TensorSignature, "shape">[]) => ({
  name: "m.onnx",
  inputs: inputs.map((input, i) => ({ name: `in${i}`, dtype: "float32" as const, ...input })),
});

test.each([
  [["batch", 3, 160, 120], { layout: "NCHW", channels: 3, height: 160, width: 120 }],
  [[1, 1, 8, 8], { layout: "NCHW", channels: 1, height: 8, width: 8 }],
  [[1, 224, 192, 3], { layout: "NHWC", channels: 3, height: 224, width: 192 }],
  [["b", 3, "h", "w"], { layout: "NCHW", channels: 3, height: null, width: null }],
  [[null, null, null, 1], { layout: "NHWC", channels: 1, height: null, width: null }],
  [["b", "c", "h", "w"], { layout: "NCHW", channels: 3, height: null, width: null }],
  [[1, 3, -1, -1], { layout: "NCHW", channels: 3, height: null, width: null }],
] as const)("%j", (shape, expected) => {
  expect(imageInputOf(model({ shape }))).toEqual({ name: "in0", dtype: "float32", ...expected });
});

test("a layout that is chosen wins over what the shape suggests", () => {
  expect(imageInputOf(model({ shape: [1, 4, 4, 3] }))).toMatchObject({
    layout: "NCHW",
    channels: 4,
    height: 4,
    width: 3,
  });
  expect(imageInputOf(model({ shape: [1, 4, 4, 3] }), { layout: "NHWC" })).toMatchObject({ channels: 3, height: 4 });
});

test("passes over inputs that are no picture", () => {
  expect(imageInputOf(model({ shape: [1, 13] }, { shape: [1, 3, 8, 8] })).name).toBe("in1");
});

test("says what the model takes when none is a picture", () => {
  expect(() => imageInputOf(model({ shape: ["batch", 13] }))).toThrow(
    '"m.onnx" has no input for a picture, such as float32 [1, 3, height, width]; it takes "in0" float32 [batch, 13]. Use "Run model" for it.',
  );
});
