import { expect, test } from "vitest";
import { changedNodes } from "./changed-nodes.ts";
import { graphOf, withParams } from "./graph-for-tests.ts";
import type { GraphNode } from "./schema.ts";

const lines = ["a: camera", "b: resize", "c: resize", "other: camera", "a.image -> b.image", "b.image -> c.image"];
const graph = graphOf(...lines);

function withNode(id: string, changes: Partial<GraphNode>) {
  return { ...graph, nodes: { ...graph.nodes, [id]: { ...graph.nodes[id]!, ...changes } } };
}

test("nothing has changed where only the drawing, names and retries have", () => {
  const now = withNode("a", { title: "Eye", position: { x: 9, y: 9 }, retry: { attempts: 1, delayMs: 0 } });

  expect(changedNodes(graph, now, ["b"])).toEqual([]);
});

test("settings, wires and pins of the nodes and of all above them count, those of others do not", () => {
  expect(changedNodes(graph, withParams(graph, "a", { x: 1 }), ["b"])).toEqual(["a"]);
  expect(changedNodes(graph, withNode("a", { disabled: true }), ["b"])).toEqual(["a"]);
  expect(changedNodes(graph, withParams(withParams(graph, "c", { x: 1 }), "other", { x: 1 }), ["b"])).toEqual([]);
  expect(changedNodes(graph, graphOf(...lines.slice(0, 4), "other.image -> b.image"), ["b"])).toEqual(["b"]);
  const number = { kind: "number" as const, preview: { kind: "number" as const, value: 1 }, inline: 1 };
  expect(changedNodes(graph, withNode("a", { pins: { image: number } }), ["b"])).toEqual(["a"]);
});

test("a node that was not there before has changed", () => {
  expect(changedNodes(graphOf("b: resize"), graph, ["b"])).toEqual(["a", "b"]);
});
