import { expect, test } from "vitest";
import { insertBetween } from "#graph/commands/insert-between";
import { freshNode } from "#graph/fresh-node";
import { graphOf, testLibrary } from "#graph/graph-for-tests";
import type { Graph } from "#graph/schema";
import { definitions } from "#nodes/definitions";
import { convertersBetween } from "./converters-between.ts";
import { offersFor, searchOffers } from "./offers.ts";
import type { Wish } from "./offers.ts";

const shown = (graph: Graph, wish: Wish, query = "") =>
  searchOffers(offersFor({ graph, library: testLibrary }, wish), query).map(({ title, note }) =>
    note === null ? title : `${title}: ${note}`,
  );

test("a wire from an output is offered the nodes that take it, its own kind first, each with the port", () => {
  const graph = graphOf("t: to-tensor");

  const offers = shown(graph, { kind: "wire", end: { node: "t", port: "tensor", side: "output" } });

  expect(offers).toEqual(["Model: Pixels", "Pair: Left", "Sink: Value"]);
});

test("a shape that differs is no fit, although the kind is the same", () => {
  const graph = graphOf("m: model");

  const offers = shown(graph, { kind: "wire", end: { node: "m", port: "scores", side: "output" } });

  expect(offers).toEqual(["Pair: Left", "Sink: Value"]);
});

test("a list is offered to what takes lists, one item is not", () => {
  const end = { node: "a", port: "images", side: "output" } as const;

  expect(shown(graphOf("a: album"), { kind: "wire", end })).toContain("Count: Items");
  expect(shown(graphOf("a: camera"), { kind: "wire", end: { ...end, port: "image" } })).not.toContain("Count: Items");
});

test("a wire from an input is offered the nodes that give what it needs", () => {
  const end = { node: "m", port: "pixels", side: "input" } as const;

  expect(shown(graphOf("m: model"), { kind: "wire", end })).toEqual(["To tensor: Tensor", "Pair: Both", "Sink: Value"]);
});

test("an edge is offered what fits between, nodes that lie there without wires first", () => {
  const graph = graphOf("a: camera", "b: resize", "lying: resize", "a.image -> b.image");

  const [first, ...others] = shown(graph, { kind: "edge", edgeId: "e1" });

  expect(first).toBe("Resize: on the canvas");
  expect(others[0]).toBe("Resize");
  expect(others).not.toContain("Model");
});

test("a node is offered those that keep the most of its wires; the others are found by name", () => {
  const graph = graphOf("a: camera", "b: resize", "c: resize", "a.image -> b.image", "b.image -> c.image");
  const wish = { kind: "replace", nodeId: "b" } as const;

  expect(shown(graph, wish)).toEqual(["Crop: 2 of 2 wires", "Pair: 2 of 2 wires", "Sink: 2 of 2 wires"]);
  expect(shown(graph, wish, "tensor")).toContain("To tensor: 1 of 2 wires");
});

test("the words of a search are looked for in what fits only", () => {
  const wish = { kind: "wire", end: { node: "t", port: "tensor", side: "output" } } as const;

  expect(shown(graphOf("t: to-tensor"), wish, "sink")).toEqual(["Sink: Value"]);
  expect(shown(graphOf("t: to-tensor"), wish, "camera")).toEqual([]);
});

test("in the library, an input that takes a picture is offered an Input of that kind", () => {
  const graph = graphOf("r: resize-image");
  const end = { node: "r", port: "image", side: "input" } as const;

  const offers = offersFor({ graph, library: definitions }, { kind: "wire", end });

  expect(offers.map(({ title }) => title)).toEqual(expect.arrayContaining(["Input", "Load image", "Tensor to image"]));
  expect(offers.map(({ title }) => title)).not.toContain("Text template");
});

let count = 0;
const wireOf = (kind: string) => {
  const place = { version: 1, position: { x: 0, y: 0 } };
  const ends = { from: { node: "a", port: "value" }, to: { node: "b", port: "value" } };
  const graph: Graph = {
    ...graphOf(),
    nodes: {
      a: { ...place, id: "a", type: "workflow-input", params: { name: "a", kind } },
      b: { ...place, id: "b", type: "workflow-output", params: { name: "b" } },
    },
    edges: { e: { id: "e", ...ends } },
  };
  return { graph, ends };
};
const offersAt = (kind: string) => {
  const { graph } = wireOf(kind);
  const titles = (wish: Wish) => offersFor({ graph, library: definitions }, wish).map(({ title }) => title);
  return {
    between: titles({ kind: "edge", edgeId: "e" }),
    behind: titles({ kind: "wire", end: { node: "a", port: "value", side: "output" } }),
  };
};

test.each(["text", "number", "json", "table", "boolean", "tensor", "audio"])(
  "in the library, what computes with %s comes first, and what waits or fails last",
  (kind) => {
    const { between, behind } = offersAt(kind);

    for (const offers of [between, behind.filter((title) => title !== "Output")]) {
      expect(offers.slice(-3).toSorted()).toEqual(["Fail", "Wait for approval", "Wait until"]);
    }
  },
);

test("in the library, a text is offered a template that takes it, and every output the end of the workflow", () => {
  expect(offersAt("text").between[0]).toBe("Text template");
  expect(offersAt("text").behind.slice(0, 2)).toEqual(["Output", "Text template"]);
  expect(offersAt("table").behind).toContain("Filter rows");
  expect(offersAt("image").between).not.toContain("Text template");
});

test.each([
  ["text", "wait-until"],
  ["boolean", "if"],
] as const)("in the library, what a wire of %s brings goes into the input that %s needs", (kind, type) => {
  const { graph, ends } = wireOf(kind);
  const node = freshNode(definitions[type], { id: "new" });

  const result = insertBetween(graph, definitions, { node, ...ends, newId: () => `new-${++count}` });

  const into = result.ok && Object.values(result.patch.edges ?? {}).find(({ after }) => after?.to.node === "new");
  expect(into && into.after?.to.port).toBe("value");
});

test("in the library, a picture and a model's tensor are converted by Image to tensor", () => {
  const graph = graphOf("l: load-image", "t: tensor-to-image");
  const ends = { from: { node: "l", port: "image" }, to: { node: "t", port: "tensor" } };

  expect(convertersBetween({ graph, library: definitions }, ends)).toEqual(["image-to-tensor"]);
});
