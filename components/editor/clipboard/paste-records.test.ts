import fc from "fast-check";
import { expect, test } from "vitest";
import { graphOf, testLibrary } from "#graph/graph-for-tests";
import { applyPatch, invertPatch } from "#graph/patch";
import { emptyGraph } from "#graph/schema";
import type { Graph } from "#graph/schema";
import { copySelection, linksInto, pasteRecords } from "./paste-records.ts";
import { readFragment } from "./read-fragment.ts";

function ids() {
  let next = 0;
  return () => `new${next++}`;
}

const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) });
const size = { width: 100, height: 60 };

/** Nodes with wires to earlier ones, a note, and a frame in which some of the nodes may be folded away. */
const graphArbitrary = fc
  .record({
    nodes: fc.array(fc.record({ position: place, from: fc.nat(), locked: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    }),
    note: place,
    frame: place,
    folded: fc.option(fc.nat(0xff)),
  })
  .map(({ nodes: drafts, note, frame, folded }): Graph => {
    const nodes = drafts.map(({ position, locked }, index) => ({
      id: `n${index}`,
      type: "sink",
      version: 1,
      position,
      params: { index },
      ...(locked && { locked: true as const }),
    }));
    const edges = drafts.slice(1).map(({ from }, index) => ({
      id: `e${index}`,
      from: { node: `n${from % (index + 1)}`, port: "value" },
      to: { node: `n${index + 1}`, port: "value" },
    }));
    const inside = nodes.flatMap(({ id }, index) => (folded !== null && (folded >> index) & 1 ? [id] : []));
    return {
      ...emptyGraph,
      nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
      edges: Object.fromEntries(edges.map((edge) => [edge.id, edge])),
      notes: { note: { id: "note", text: "Words", position: note, size } },
      groups: {
        frame: {
          id: "frame",
          title: "Frame",
          position: frame,
          size,
          ...(inside.length > 0 && { folded: { nodes: inside, notes: [], groups: [] } }),
        },
      },
    };
  });

/** Content without ids and with places from the upper left corner, in order: equal for a copy. */
function shapeOf(graph: Graph): unknown {
  const all = [...Object.values(graph.nodes), ...Object.values(graph.notes), ...Object.values(graph.groups)];
  const left = Math.min(...all.map(({ position }) => position.x));
  const top = Math.min(...all.map(({ position }) => position.y));
  const at = ({ x, y }: { x: number; y: number }) => `${x - left},${y - top}`;
  const index = (id: string) => Number(graph.nodes[id]?.params.index);
  return {
    nodes: Object.values(graph.nodes).map(({ id: _id, position, ...rest }) => ({ ...rest, at: at(position) })),
    edges: Object.values(graph.edges)
      .map(({ from, to }) => `${index(from.node)}.${from.port} ${index(to.node)}.${to.port}`)
      .toSorted(),
    notes: Object.values(graph.notes).map(({ id: _id, position, ...rest }) => ({ ...rest, at: at(position) })),
    groups: Object.values(graph.groups).map(({ id: _id, position, folded, ...rest }) => ({
      ...rest,
      at: at(position),
      folded: folded?.nodes.map(index),
    })),
  };
}

const selectionOf = (graph: Graph, bits: number) => [
  ...Object.keys(graph.nodes).filter((_, index) => (bits >> index) & 1),
  ...(bits & 0x100 ? ["note:note"] : []),
  ...(bits & 0x200 ? ["frame:frame"] : []),
];

test("what is copied is pasted as it is, under ids that are new, in one step that undo takes back", () => {
  fc.assert(
    fc.property(graphArbitrary, fc.nat(0x3ff), (graph, bits) => {
      const part = copySelection(graph, selectionOf(graph, bits));
      if (!part) return;
      const read = readFragment(JSON.stringify({ title: "Copied", graph: part }), {}, { nodesThere: 0 });
      if (!read.ok) throw new Error(read.reason);

      const { patch, canvasIds } = pasteRecords(read.graph, { at: { x: 7, y: 9 }, newId: ids() });

      const alone = applyPatch(emptyGraph, patch);
      expect(shapeOf(alone)).toEqual(shapeOf(part));
      const after = applyPatch(graph, patch);
      expect(applyPatch(after, invertPatch(patch))).toEqual(graph);
      expect(after).toMatchObject(graph);
      expect(canvasIds).toHaveLength(
        Object.keys(part.nodes).length + Object.keys(part.notes).length + Object.keys(part.groups).length,
      );
    }),
    { numRuns: 300 },
  );
});

test("with its wires from outside a copy reads what the copied nodes read", () => {
  const graph = graphOf(
    "photo: camera",
    "small: resize",
    "end: sink",
    "photo.image -> small.image",
    "small.image -> end.value",
  );
  const part = copySelection(graph, ["small"])!;
  const links = { into: graph, library: testLibrary, edges: linksInto(graph, part) };

  const { patch, lost } = pasteRecords(part, { at: { x: 0, y: 0 }, newId: ids(), links });

  const after = applyPatch(graph, patch);
  expect(lost).toBe(0);
  expect(Object.values(after.edges).filter(({ to }) => to.node === "new0")).toMatchObject([
    { from: { node: "photo", port: "image" }, to: { port: "image" } },
  ]);
});

test("wires from outside that begin nowhere, or do not fit here, are left out and counted", () => {
  const graph = graphOf("photo: camera", "small: resize", "photo.image -> small.image");
  const part = copySelection(graph, ["small"])!;
  const edges = linksInto(graph, part);
  const into = graphOf("photo: threshold", "other: camera");

  for (const there of [into, emptyGraph]) {
    const links = { into: there, library: testLibrary, edges };
    const { patch, lost } = pasteRecords(part, { at: { x: 0, y: 0 }, newId: ids(), links });

    expect([lost, Object.keys(applyPatch(there, patch).edges)]).toEqual([1, []]);
  }
});

test("whatever the clipboard holds is refused in words, or is a workflow", () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"title":"x","graph":${json}}`),
    fc.constantFrom(
      `{"title":"x","graph":{"schemaVersion":1,"nodes":{"__proto__":{}},"edges":{},"notes":{},"groups":{}}}`,
      `{"title":"x","graph":{"schemaVersion":99}}`,
      `{"title":"x","graph":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
      `{"title":"x","graph":{"schemaVersion":1,"nodes":{},"edges":{},"notes":{},"groups":{}}}`,
    ),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const read = readFragment(text, testLibrary, { nodesThere: 0 });

      if (!read.ok) expect([read.title, read.reason].every((words) => words.length > 3)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("what would be too much for one workflow is refused with the numbers", () => {
  const text = JSON.stringify({ title: "x", graph: graphOf("a: camera") });

  expect(readFragment(text, testLibrary, { nodesThere: 10_000 })).toMatchObject({
    ok: false,
    reason: "With what is in the clipboard the workflow would have 10001 nodes; it may have 10000.",
  });
});
