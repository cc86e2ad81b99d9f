import { expect, test } from "vitest";
import { connectPorts } from "#graph/commands/connect-ports";
import { setParams } from "#graph/commands/update-records";
import { applyPatch } from "#graph/patch";
import { emptyGraph } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { cardOf, portOffset } from "./card-of.ts";

function graphWith(...types: string[]): Graph {
  const nodes = types.map((type, index) => {
    const id = `n${index}`;
    return [id, { id, type, version: 1, position: { x: 0, y: 0 }, params: {} }] as const;
  });
  return { ...emptyGraph, nodes: Object.fromEntries(nodes) };
}

test("a card is the same object until its node changes", () => {
  const graph = graphWith("resize-image", "evaluate");
  const before = cardOf(graph, definitions, "n0");

  const after = applyPatch(graph, setParams(graph, { nodeId: "n1", params: { expression: "1" } }));

  expect(cardOf(after, definitions, "n0")).toBe(before);
  expect(cardOf(after, definitions, "n1")).not.toBe(cardOf(graph, definitions, "n1"));
});

test("a port that an edge still names stays on the card when the node has lost it", () => {
  const graph = graphWith("load-image", "evaluate");
  const edge = { edgeId: "e", from: { node: "n0", port: "image" }, to: { node: "n1", port: "value" } };
  const wired = applyPatch(graph, connectPorts(graph, edge));

  const renamed = applyPatch(wired, setParams(wired, { nodeId: "n1", params: { inputs: ["picture"] } }));

  expect(cardOf(renamed, definitions, "n1")!.inputs.map(([name]) => name)).toEqual(["picture", "value"]);
});

test("a node of unknown type shows the ports that edges name", () => {
  const graph = graphWith("load-image", "from-the-future");
  const edge = { edgeId: "e", from: { node: "n0", port: "image" }, to: { node: "n1", port: "x" } };

  const card = cardOf(applyPatch(graph, connectPorts(graph, edge)), definitions, "n1")!;

  expect(card.title).toBe("from-the-future");
  expect(card.inputs.map(([name]) => name)).toEqual(["x"]);
});

test("ports of one row lie at one height, on the node's borders", () => {
  const card = cardOf(graphWith("resize-image"), definitions, "n0")!;

  const input = portOffset(card, { side: "input", port: "image" });
  const output = portOffset(card, { side: "output", port: "image" });

  expect(input.y).toBe(output.y);
  expect([input.x, output.x]).toEqual([0.5, card.width - 0.5]);
});
