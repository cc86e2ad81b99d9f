import { expect, test } from "vitest";
import { addModel } from "#graph/commands/add-model";
import { familyOf } from "#graph/model-family";
import type { ModelRef } from "#graph/model-family";
import { findProblems } from "#graph/find-problems";
import { applyPatch, invertPatch } from "#graph/patch";
import { emptyGraph } from "#graph/schema";
import { definitions } from "./definitions.ts";

type Shape = ModelRef["inputs"][number]["shape"];

function modelOf(input: Shape, ...outputs: Shape[]): ModelRef {
  return {
    hash: "0".repeat(64),
    name: "model",
    inputs: [{ name: "in", dtype: "float32", shape: input }],
    outputs: outputs.map((shape, index) => ({ name: `out${index}`, dtype: "float32", shape })),
    labels: ["a", "b"],
  };
}

function added(model: ModelRef) {
  let next = 0;
  const result = addModel(emptyGraph, definitions, { model, position: { x: 0, y: 0 }, newId: () => `n${next++}` });
  const graph = applyPatch(emptyGraph, result.patch);
  expect(applyPatch(graph, invertPatch(result.patch))).toEqual(emptyGraph);
  return { ...result, graph, types: result.nodeIds.map((id) => graph.nodes[id]!.type) };
}

test.each([
  ["a classifier", modelOf(["n", 3, 224, 224], ["n", 1000]), "classifier"],
  ["a classifier with channels last", modelOf(["n", 224, 224, 3], ["n", 10]), "classifier"],
  ["a detector", modelOf([1, 3, 640, 640], [1, 84, 8400]), "detector"],
  ["a segmenter", modelOf([1, 3, null, null], [1, 21, null, null]), "segmenter"],
  ["a model for tables", modelOf(["n", 11], ["n", 1]), "tabular"],
  ["one for texts", modelOf(["n", "tokens"], ["n", 2]), null],
  ["one for sound", modelOf([1, 16_000, 1], [1, 35]), null],
] as const)("%s is told by its ports", (_, model, family) => {
  expect(familyOf(model)).toBe(family);
});

test.each([
  [[1, 3, 224, 224], { width: 224, height: 224 }],
  [[1, 96, 96, 1], { width: 96, height: 96, layout: "NHWC", colours: "grey" }],
] as const)("a classifier comes with its preparation, set up for %j, and lacks only the picture", (shape, params) => {
  const { graph, types } = added(modelOf([...shape], [1, 2]));

  expect(types).toEqual(["image-to-tensor", "run-model", "softmax-top-k"]);
  expect(graph.nodes.n1!.params).toMatchObject(params);
  expect(findProblems(graph, definitions)).toEqual([expect.objectContaining({ code: "missing-input", port: "image" })]);
});

test("other families come in the node that is made for them, and what is not known by itself", () => {
  expect(added(modelOf([1, 3, 640, 640], [1, 84, 8400])).types).toEqual(["detect-objects"]);
  expect(added(modelOf([1, 3, 64, 64], [1, 5, 64, 64])).types).toEqual(["segment-image"]);
  expect(added(modelOf(["n", 11], ["n", 1])).types).toEqual(["predict-table"]);
  expect(added(modelOf(["n", "tokens"], ["n", 2]))).toMatchObject({ types: ["run-model"], family: null });
});
