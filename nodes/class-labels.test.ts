import { expect, test } from "vitest";
import { classLabels } from "./class-labels.ts";

test("without any labels the classes are numbered", () => {
  expect(classLabels(3, { lists: [undefined, []] })).toEqual(["class 0", "class 1", "class 2"]);
});

test("the first list that has labels names the classes", () => {
  expect(classLabels(2, { lists: [[], ["cat", "dog"], ["a", "b"]] })).toEqual(["cat", "dog"]);
});
