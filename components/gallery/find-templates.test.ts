import { expect, test } from "vitest";
import { findTemplates } from "./find-templates.ts";
import type { TemplateRow } from "./template-data.ts";

function template(name: string, more: Partial<TemplateRow> = {}): TemplateRow {
  const none = { summary: "", description: "", picture: null, models: [], samples: [], nodeCount: 1, tags: [] };
  return { name, title: name, ...none, ...more };
}

const templates = [
  template("Read digits", { tags: ["image"], summary: "Names handwritten digits" }),
  template("Score wines", { tags: ["table"], models: [{ name: "wine", title: "Wine cultivar", sizeBytes: 1 }] }),
];
const names = (search: string, tag: string | null = null) =>
  findTemplates(templates, { search, tag }).map(({ name }) => name);

test("all words must occur, wherever they do", () => {
  expect(names("handwritten READ")).toEqual(["Read digits"]);
  expect(names("handwritten wine")).toEqual([]);
});

test("a template is found by its model", () => {
  expect(names("cultivar")).toEqual(["Score wines"]);
});

test("a tag narrows what the search finds", () => {
  expect(names("", "table")).toEqual(["Score wines"]);
  expect(names("digits", "table")).toEqual([]);
});
