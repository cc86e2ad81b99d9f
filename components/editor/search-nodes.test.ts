import { expect, test } from "vitest";
import { definitions } from "#nodes/definitions";
import { firstFittingPort, searchNodes } from "./search-nodes.ts";

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

test("a wire prefers the port of its own kind to one that takes anything", () => {
  const draw = definitions["draw-detections"];

  expect(firstFittingPort(draw, { type: { kind: "detections" }, side: "output" })).toBe("detections");
  expect(firstFittingPort(draw, { type: { kind: "table" }, side: "output" })).toBeNull();
  expect(firstFittingPort(definitions["load-image"], { type: { kind: "image" }, side: "input" })).toBe("image");
});
