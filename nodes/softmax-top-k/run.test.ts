import { expect, test } from "vitest";
import { runNode } from "../run-node-for-tests.ts";
import { softmaxTopK } from "./definition.ts";
import { runSoftmaxTopK } from "./run.ts";

async function rank(shape: number[], values: number[], params: Record<string, unknown> = {}) {
  const scores = { dtype: "float32" as const, shape, data: Float32Array.from(values) };
  const { classification } = await runNode(softmaxTopK, runSoftmaxTopK, { inputs: { scores }, params });
  return classification.labels.map(({ label, probability }) => [label, Number(probability.toFixed(3))]);
}

test.each([[[3]], [[1, 3]], [[1, 3, 1, 1]]])("reads scores of shape %j", async (shape) => {
  expect(await rank(shape, [1, 3, 2], { labels: ["a", "b", "c"], topK: 2 })).toEqual([
    ["b", 0.665],
    ["c", 0.245],
  ]);
});

test("leaves probabilities as they are, unless told otherwise", async () => {
  expect(await rank([2], [0.25, 0.75])).toEqual([
    ["class 1", 0.75],
    ["class 0", 0.25],
  ]);
  expect(await rank([2], [0.25, 0.75], { softmax: "on", topK: 1 })).toEqual([["class 1", 0.622]]);
});

test("takes the labels of a model", async () => {
  const model = { hash: "a".repeat(64), name: "m", inputs: [], outputs: [], labels: ["cat", "dog"] };

  expect(await rank([2], [1, 2], { model, topK: 1 })).toEqual([["dog", 0.731]]);
});

test("refuses several rows, saying what one is", async () => {
  await expect(rank([2, 2], [1, 2, 3, 4])).rejects.toMatchObject({
    kind: "bad-input",
    port: "scores",
    message: "The tensor has the shape [2, 2], which is not one row of scores, such as [1, 10].",
  });
});

test("refuses labels of another number", async () => {
  await expect(rank([3], [1, 2, 3], { labels: ["a", "b"] })).rejects.toMatchObject({ param: "labels" });
});
