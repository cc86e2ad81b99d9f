import { expect, test } from "vitest";
import { groupApprovals } from "./group-approvals.ts";
import { itemWords } from "./item-words.ts";

test("questions of one step stand together, steps in the order of their first question", () => {
  const asked = ["1 a", "2 a", "1 a", "1 b", "2 a"].map((text, at) => {
    const [runId, nodeId] = text.split(" ") as [string, string];
    return { runId, nodeId, at };
  });

  expect(groupApprovals(asked).map((group) => group.map(({ at }) => at))).toEqual([[0, 2], [1, 4], [3]]);
});

test.each([
  ["", ""],
  ["0", "Item 1"],
  ["2.10", "Item 3 › 11"],
])("the item path %j reads %j", (item, words) => {
  expect(itemWords(item)).toBe(words);
});
