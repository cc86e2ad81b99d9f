import { expect, test } from "vitest";
import { classLabels } from "./class-labels.ts";
import { topLabels } from "./top-labels.ts";

const labels = ["a", "b", "c"];

test("ranks by probability, equal ones by index, and cuts", () => {
  const { labels: ranked } = topLabels([1, 3, 3], { labels, topK: 2, useSoftmax: "auto" });

  expect(ranked.map(({ label, index }) => [label, index])).toEqual([
    ["b", 1],
    ["c", 2],
  ]);
  expect(ranked[0]!.probability).toBeCloseTo(0.468, 3);
});

test.each([
  ["auto", [0.2, 0.5, 0.3], 0.5],
  ["off", [2, 5, 3], 5],
  ["on", [0.2, 0.5, 0.3], 0.391],
] as const)("softmax %s of %j", (useSoftmax, scores, best) => {
  expect(topLabels(scores, { labels, topK: 1, useSoftmax }).labels[0]!.probability).toBeCloseTo(best, 3);
});

test("says which score is no number", () => {
  const rank = () => topLabels([1, Number.NaN, 2], { labels, topK: 1, useSoftmax: "auto" });

  expect(rank).toThrow('The score of "b" is NaN');
});

test("labels come from the first list that has any, and must be as many as the classes", () => {
  expect(classLabels(3, { lists: [[], undefined, labels, ["x"]] })).toBe(labels);
  expect(classLabels(2, { lists: [[], undefined] })).toEqual(["class 0", "class 1"]);
  expect(() => classLabels(2, { lists: [labels] })).toThrow("tells 2 classes apart and there are 3 labels");
});
