import { expect, test } from "vitest";
import { emptyGraph } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { searchGraph } from "./search-graph.ts";

const node = (id: string, type: string, more: object = {}) => ({
  [id]: { id, type, version: 1, position: { x: 0, y: 0 }, params: {}, ...more },
});
const graph = {
  ...emptyGraph,
  nodes: {
    ...node("greet", "text-template", {
      title: "Greeting",
      params: { template: "Hello, {{who}}! How is the weather?" },
    }),
    ...node("size", "resize-image", { title: "Smaller", params: { width: 320 } }),
    ...node("out", "workflow-output", { params: { name: "weather" } }),
    ...node("old", "gone-type", { title: "Old", params: { city: "Bremen" } }),
  },
} as unknown as Graph;
const find = (query: string) => searchGraph(graph, definitions, query).map(({ nodeId, where }) => [nodeId, where]);

test("a node is found by its title, which says no more", () => {
  expect(find("greet")).toEqual([["greet", null]]);
});

test("by its type, and the type is named", () => {
  expect(find("resize")).toEqual([["size", "Resize image"]]);
});

test("by the value of a param, which is shown with its name and cut where it is long", () => {
  expect(find("320")).toEqual([["size", "Width: 320 px"]]);
  expect(find("weather")).toEqual([
    ["greet", "Template: Hello, {{who}}! How is the weather?"],
    ["out", "Name: weather"],
  ]);
});

test("by words of which each is somewhere on it", () => {
  expect(find("smaller 320")).toEqual([["size", "Width: 320 px"]]);
  expect(find("smaller weather")).toEqual([]);
});

test("titles come before all else", () => {
  const both = {
    ...graph,
    nodes: { ...graph.nodes, ...node("w", "evaluate", { title: "Weather" }) },
  } as unknown as Graph;

  expect(searchGraph(both, definitions, "weather")[0]).toMatchObject({ nodeId: "w", where: null });
});

test("a node of a type that is not known is found by what it has", () => {
  expect(find("bremen")).toEqual([["old", 'city: "Bremen"']]);
});

test("no words find nothing", () => {
  expect(find("  ")).toEqual([]);
});
