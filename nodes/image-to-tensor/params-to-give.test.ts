import { expect, test } from "vitest";
import { fitTypes } from "#graph/fit-types";
import { freshNode } from "#graph/fresh-node";
import type { PortType } from "#graph/kinds";
import { portsOf } from "#graph/ports-of";
import { imageToTensor } from "./definition.ts";

/** What a node gives that was set up for an input of the type. */
function given(type: PortType) {
  const node = freshNode(imageToTensor, { id: "a", gives: { type } });
  const { params, ...rest } = node;
  const parsed = imageToTensor.params.parse(params);
  return {
    params,
    problems: imageToTensor.checkParams?.(parsed),
    refusal: fitTypes(portsOf({ ...rest, params }, imageToTensor).outputs.tensor!.type, type),
  };
}

test.each([
  [["batch", 3, 224, 224], "float32", { width: 224, height: 224 }],
  [[1, 480, 640, 3], "float32", { width: 640, height: 480, layout: "NHWC" }],
  [["n", 1, 28, 28], "float16", { width: 28, height: 28, colours: "grey", dtype: "float16" }],
  [[1, 3, "h", "w"], "uint8", { dtype: "uint8", range: "0-255" }],
] as const)("a new one is set up for a model that takes %j of %s", (shape, dtype, params) => {
  expect(given({ kind: "tensor", dtype, shape })).toEqual({ params, problems: [], refusal: null });
});

test("an input that takes no picture leaves a new one as it is", () => {
  expect(given({ kind: "tensor", dtype: "int64", shape: [1, 128] }).params).toEqual({});
  expect(given({ kind: "tensor", dtype: "float32", shape: [1, 64, 32, 32] }).params).toEqual({});
  expect(given({ kind: "text" }).params).toEqual({});
});

test("one that says nothing of its shape leaves the size open", () => {
  expect(given({ kind: "tensor" })).toEqual({ params: {}, problems: [], refusal: null });
});
