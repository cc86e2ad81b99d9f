import { expect, test } from "vitest";
import { findInJson, idsAlong, jsonRows, openTo, pathText } from "./json-rows.ts";

const json = { name: "Ada", tags: ["a", { deep: null }], "odd key": {} };
const names = (open: Iterable<string>, of = json as never) =>
  jsonRows(of, new Set(open)).map(({ name, depth }) => `${depth} ${name}`);

test("only what is unfolded has rows, in the order of the document", () => {
  expect(names([])).toEqual(["0 null"]);
  expect(names(["[]"])).toEqual(["0 null", "1 name", "1 tags", "1 odd key"]);
  expect(names(["[]", '["tags"]'])).toEqual(["0 null", "1 name", "1 tags", "2 0", "2 1", "1 odd key"]);
});

test("empty and plain values have nothing to unfold", () => {
  expect(jsonRows(json, new Set(["[]"])).map(({ isOpen }) => isOpen)).toEqual([true, null, false, null]);
});

test("a search finds keys and values, and what leads there is unfolded", () => {
  expect(findInJson(json, "DEEP")).toEqual([["tags", 1, "deep"]]);
  expect(findInJson(json, "a").map(pathText)).toEqual(["$.name", "$.tags", "$.tags[0]"]);
  expect(idsAlong(json, ["tags", 1, "deep"])).toEqual(["[]", '["tags"]', '["tags",1]']);
});

test("a list of a million entries is shown in groups, and an entry in it can be reached", () => {
  const large = Array.from({ length: 1_000_000 }, (_, index) => index);

  const open = idsAlong(large, [777_123]);
  const rows = jsonRows(large, new Set(open));

  expect(rows.length).toBeLessThan(1_600);
  expect(rows.find(({ path }) => path[0] === 777_123)).toMatchObject({ value: 777_123 });
});

test("large levels stay folded at first", () => {
  const large = { small: [1], large: Array.from({ length: 300 }, () => 0) };

  expect([...openTo(large, 3)]).toEqual(["[]", '["small"]']);
});

test("keys that JavaScript knows are never taken for entries", () => {
  expect(findInJson({ ["__proto__" as string]: 1, constructor: { x: 2 } }, "constructor")).toEqual([["constructor"]]);
});

test.each([
  [[], "$"],
  [["a", 0, "b c", 'x"y'], '$.a[0]["b c"]["x\\"y"]'],
])("the path %j is written as JavaScript reads it", (path, text) => {
  expect(pathText(path)).toBe(text);
});
