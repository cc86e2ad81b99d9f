import { expect, test } from "vitest";
import { emptyGraph } from "#graph/schema";
import type { Graph, GraphNode } from "#graph/schema";
import { neighbourOf } from "../wires/neighbours.ts";
import { countNodes, nodesInFrame } from "../structure/nodes-in-frame.ts";
import { copySelection, pasteRecords } from "../clipboard/paste-records.ts";
import { placeNode } from "../adding/place-node.ts";

/** Builds a graph from "a@x,y" nodes and "a -> b" edges. */
function graphOf(nodes: string, ...edges: string[]): Graph {
  const records = nodes.split(" ").map((text): GraphNode => {
    const [id = "", place = "0,0"] = text.split("@");
    const [x = 0, y = 0] = place.split(",").map(Number);
    return { id, type: "any", version: 1, position: { x, y }, params: {} };
  });
  const wires = edges.map((text) => {
    const [from = "", to = ""] = text.split(" -> ");
    return { id: `${from}-${to}`, from: { node: from, port: "out" }, to: { node: to, port: "in" } };
  });
  return {
    ...emptyGraph,
    nodes: Object.fromEntries(records.map((node) => [node.id, node])),
    edges: Object.fromEntries(wires.map((edge) => [edge.id, edge])),
  };
}

test("arrows go along wires to the sides and to the nearest node up and down", () => {
  const graph = graphOf("a@0,0 b@300,400 c@300,0 d@0,200", "a -> b");

  expect(neighbourOf(graph, "a", "right")).toBe("b");
  expect(neighbourOf(graph, "b", "left")).toBe("a");
  expect(neighbourOf(graph, "a", "down")).toBe("d");
  expect(neighbourOf(graph, "d", "right")).toBe("b");
  expect(neighbourOf(graph, "a", "left")).toBeNull();
});

test("a new node stands right of the selected one, and below what is there already", () => {
  const after = { x: 0, y: 0, width: 172, height: 100 };
  const size = { width: 172, height: 100 };

  const first = placeNode({ size, others: [after], after, centre: { x: 0, y: 0 } });
  const second = placeNode({ size, others: [after, { ...first, ...size }], after, centre: { x: 0, y: 0 } });

  expect(first).toEqual({ x: 230, y: 0 });
  expect(second).toEqual({ x: 230, y: 140 });
});

test("a copied part pastes with its inner wires under new ids", () => {
  const graph = graphOf("a@100,100 b@400,100 c@700,100", "a -> b", "b -> c");
  let count = 0;

  const part = copySelection(graph, ["a", "b"])!;
  const { patch, canvasIds } = pasteRecords(part, { at: { x: 0, y: 0 }, newId: () => `new${count++}` });

  expect(canvasIds.length).toBe(2);
  expect(Object.values(patch.nodes!).map(({ after }) => after!.position)).toEqual([
    { x: 0, y: 0 },
    { x: 300, y: 0 },
  ]);
  expect(Object.values(patch.edges!).map(({ after }) => [after!.from.node, after!.to.node])).toEqual([canvasIds]);
});

test("nothing is copied when nothing but wires is selected", () => {
  expect(copySelection(graphOf("a b", "a -> b"), ["a-b"])).toBeNull();
});

test("a frame holds the nodes whose heads lie in it", () => {
  const graph = graphOf("in@20,50 half@350,50 out@800,50");
  const frame = { id: "f", title: "F", position: { x: 0, y: 0 }, size: { width: 400, height: 100 } };

  expect(nodesInFrame(graph, {}, frame)).toEqual(["in"]);
});

test("a frame around a node and a note counts one node", () => {
  const graph = graphOf("in@20,50");
  const frame = { id: "f", title: "F", position: { x: 0, y: 0 }, size: { width: 400, height: 400 } };
  const note = { id: "n", text: "Why", position: { x: 20, y: 200 }, size: { width: 200, height: 60 } };
  const noted = { ...graph, notes: { n: note } };

  expect(nodesInFrame(noted, {}, frame)).toEqual(["in", "note:n"]);
  expect(countNodes(noted, {}, frame)).toBe(1);
});
