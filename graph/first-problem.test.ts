import { expect, test } from "vitest";
import { firstProblem } from "./first-problem.ts";

test("the first problem is a sentence, and the others are counted", () => {
  expect(firstProblem(["title: must not be empty"])).toBe("title: must not be empty.");
  expect(firstProblem(["Is it open?", "b"])).toBe("Is it open? There is 1 more problem.");
  expect(firstProblem(["a.", "b", "c"])).toBe("a. There are 2 more problems.");
});
