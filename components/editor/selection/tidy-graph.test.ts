import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { topologyOf } from "#graph/topology";
import { tidyGraph } from "./tidy-graph.ts";
import type { Box } from "../wires/wire-route.ts";

const size = { width: 172, height: 120 };

/** Nodes by their places, and wires from each to later ones. */
const graphArbitrary = fc
  .array(
    fc.record({
      x: fc.integer({ min: -800, max: 800 }),
      y: fc.integer({ min: -800, max: 800 }),
      from: fc.nat(),
      locked: fc.boolean(),
    }),
    { minLength: 2, maxLength: 9 },
  )
  .map((drafts): Graph => {
    const nodes = drafts.map(({ x, y, locked }, index) => ({
      id: `n${index}`,
      type: "any",
      version: 1,
      position: { x, y },
      params: {},
      ...(locked && index % 3 === 0 && { locked: true as const }),
    }));
    const edges = drafts.slice(1).map(({ from }, index) => ({
      id: `e${index}`,
      from: { node: `n${from % (index + 1)}`, port: "out" },
      to: { node: `n${index + 1}`, port: "in" },
    }));
    return {
      ...emptyGraph,
      nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
      edges: Object.fromEntries(edges.map((edge) => [edge.id, edge])),
    };
  });

const boxesOf = ({ nodes }: Graph) =>
  new Map(Object.values(nodes).map(({ id, position }) => [id, { ...position, ...size }]));
const covers = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test("each node stands to the right of what it reads from, none over another, and locked ones stay", async () => {
  await fc.assert(
    fc.asyncProperty(graphArbitrary, async (graph) => {
      const boxes = boxesOf(graph);

      const { places } = await tidyGraph(graph, {}, { boxes, ids: new Set(boxes.keys()) });

      const free = Object.values(graph.nodes).filter(({ locked }) => !locked);
      expect(Object.keys(places).toSorted()).toEqual(free.map(({ id }) => id).toSorted());
      for (const { from, to } of Object.values(graph.edges)) {
        const [source, target] = [places[from.node], places[to.node]];
        if (source && target) expect(target.x).toBeGreaterThan(source.x);
      }
      const after = Object.values(graph.nodes).map(({ id, position }) => ({ ...(places[id] ?? position), ...size }));
      const moved = free.map(({ id }) => ({ ...places[id]!, ...size }));
      for (const box of moved) expect(after.filter((other) => covers(box, other))).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test("only what is asked for moves, and its upper left corner stays", async () => {
  const graph: Graph = {
    ...emptyGraph,
    nodes: Object.fromEntries(
      [
        { id: "a", x: 100, y: 300 },
        { id: "b", x: 60, y: 40 },
        { id: "c", x: 5_000, y: 0 },
      ].map(({ id, ...position }) => [id, { id, type: "any", version: 1, position, params: {} }]),
    ),
    edges: { e: { id: "e", from: { node: "a", port: "out" }, to: { node: "b", port: "in" } } },
  };
  const { places } = await tidyGraph(graph, {}, { boxes: boxesOf(graph), ids: new Set(["a", "b"]) });

  expect(Object.keys(places).toSorted()).toEqual(["a", "b"]);
  expect([places.a!.x, Math.min(places.a!.y, places.b!.y)]).toEqual([60, 40]);
  expect(topologyOf(graph).order.indexOf("a")).toBeLessThan(topologyOf(graph).order.indexOf("b"));
});

test("what lies in a frame stays in it, and the frame becomes as large as it needs", async () => {
  const node = (id: string, x: number, y: number) => ({ id, type: "any", version: 1, position: { x, y }, params: {} });
  const graph: Graph = {
    ...emptyGraph,
    nodes: { a: node("a", 20, 60), b: node("b", 30, 70), c: node("c", 900, 0) },
    edges: {
      e1: { id: "e1", from: { node: "a", port: "out" }, to: { node: "b", port: "in" } },
      e2: { id: "e2", from: { node: "b", port: "out" }, to: { node: "c", port: "in" } },
    },
    groups: { f: { id: "f", title: "F", position: { x: 0, y: 0 }, size: { width: 600, height: 400 } } },
  };
  const boxes = new Map<string, Box>([...boxesOf(graph), ["frame:f", { x: 0, y: 0, width: 600, height: 400 }]]);

  const { places, sizes } = await tidyGraph(graph, {}, { boxes, ids: new Set(boxes.keys()) });

  const frame = { ...places.f!, ...sizes.f! };
  for (const id of ["a", "b"]) {
    expect(places[id]!.x).toBeGreaterThan(frame.x);
    expect(places[id]!.x + size.width).toBeLessThan(frame.x + frame.width);
    expect(places[id]!.y + size.height).toBeLessThan(frame.y + frame.height);
  }
  expect(places.c!.x).toBeGreaterThanOrEqual(frame.x + frame.width);
});
