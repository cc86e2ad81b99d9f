import { expect, test } from "vitest";
import { definitions } from "#nodes/definitions";
import { searchNodes } from "./search-nodes.ts";

const titles = (query: string) => searchNodes(definitions, query).map(({ title }) => title);

test("a title that begins with the words comes first", () => {
  expect(titles("resize")[0]).toBe("Resize image");
  expect(titles("im te")[0]).toBe("Image to tensor");
});

test("nodes are found by keyword, category and port kind", () => {
  expect(titles("javascript")).toContain("Evaluate");
  expect(titles("lists and logic")).toContain("Merge");
  expect(titles("detections")).toContain("Draw detections");
});

test("an empty query gives all, nonsense gives none", () => {
  expect(titles("").length).toBe(Object.keys(definitions).length);
  expect(titles("xyzzy")).toEqual([]);
});
