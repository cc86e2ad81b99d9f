import { expect, test } from "vitest";
import { tagProblem, withTyped } from "./tags-input.tsx";

test("tags are taken over in lower case, several at once, each once", () => {
  expect(withTyped(["nightly"], " Golden  Set, nightly,, v1.2")).toEqual({
    tags: ["nightly", "golden set", "v1.2"],
    rest: "",
  });
});

test("what is no tag stays to be mended, with the reason", () => {
  expect(withTyped([], 'good, "bad"')).toEqual({ tags: ["good"], rest: ' "bad"' });
  expect(tagProblem([], '"bad"')).toContain("has no quotes and commas");
  expect(tagProblem([], "x".repeat(41))).toContain("has more than 40 characters");
  expect(tagProblem([], "fine")).toBeNull();
});

test("a run has twenty tags at most", () => {
  const twenty = Array.from({ length: 20 }, (_, index) => `t${index}`);
  expect(withTyped(twenty, "more")).toEqual({ tags: twenty, rest: "more" });
  expect(withTyped(twenty, "t3").rest).toBe("");
  expect(tagProblem(twenty, "more")).toContain("up to 20 tags");
});
