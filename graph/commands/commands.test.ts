import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { graphOf, testLibrary } from "../graph-for-tests.ts";
import { applyPatch, invertPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import type { Graph } from "../schema.ts";
import { addGroup, addNode, addNote } from "./add-records.ts";
import { connectPorts } from "./connect-ports.ts";
import { insertBetween } from "./insert-between.ts";
import { duplicateRecords } from "./duplicate-records.ts";
import { moveRecords } from "./move-records.ts";
import { pinPort, unpinPorts } from "./pin-ports.ts";
import { removeAndHeal } from "./remove-and-heal.ts";
import { removeRecords } from "./remove-records.ts";
import { replaceNode } from "./replace-node.ts";
import { renameNode, setParams, updateGroup, updateNode, updateNote } from "./update-records.ts";

const id = fc.constantFrom("a", "b", "c", "d", "n", "g", "e1", "e2");
const position = fc.record({ x: fc.integer(), y: fc.integer() });
const end = fc.record({ node: id, port: fc.constantFrom("in", "out", "image") });
let counter = 0;

/** Any command with any arguments, also ones that name records which are not there. */
const command: fc.Arbitrary<(graph: Graph) => GraphPatch> = fc.oneof(
  fc.record({ id, position }).map((node) => (graph: Graph) => {
    return node.id in graph.nodes ? {} : addNode(graph, { ...node, type: "resize", version: 1, params: {} });
  }),
  fc.record({ text: fc.string(), position }).map((note) => (graph: Graph) => {
    return addNote(graph, { ...note, id: `n${counter++}`, size: { width: 100, height: 50 } });
  }),
  fc.record({ title: fc.string(), position }).map((group) => (graph: Graph) => {
    return addGroup(graph, { ...group, id: `g${counter++}`, size: { width: 100, height: 50 } });
  }),
  fc.array(id).map((ids) => (graph: Graph) => removeRecords(graph, ids)),
  fc.dictionary(id, position).map((positions) => (graph: Graph) => moveRecords(graph, positions)),
  fc.record({ edgeId: id, from: end, to: end }).map((edge) => (graph: Graph) => connectPorts(graph, edge)),
  fc
    .record({ nodeId: id, params: fc.dictionary(id, fc.option(fc.double(), { nil: undefined })) })
    .map((change) => (graph: Graph) => setParams(graph, change)),
  fc.record({ nodeId: id, title: fc.string() }).map((change) => (graph: Graph) => renameNode(graph, change)),
  id.map((nodeId) => (graph: Graph) => updateNode(graph, { nodeId, changes: { disabled: true, timeoutMs: 5 } })),
  fc.string().map((text) => (graph: Graph) => {
    const noteId = Object.keys(graph.notes)[0] ?? "none";
    return updateNote(graph, { noteId, changes: { text } });
  }),
  fc.string().map((title) => (graph: Graph) => {
    const groupId = Object.keys(graph.groups)[0] ?? "none";
    return updateGroup(graph, { groupId, changes: { title } });
  }),
  fc.array(id).map((ids) => (graph: Graph) => {
    const offset = { x: 40, y: 40 };
    return duplicateRecords(graph, { ids, newId: () => `d${counter++}`, offset }).patch;
  }),
  fc.array(id).map((ids) => (graph: Graph) => {
    return removeAndHeal(graph, testLibrary, { ids, newId: () => `h${counter++}` }).patch;
  }),
  fc.record({ nodeId: id, type: fc.constantFrom("resize", "sink", "model") }).map((change) => (graph: Graph) => {
    return replaceNode(graph, testLibrary, change)?.patch ?? {};
  }),
  fc.record({ from: end, to: end }).map((ends) => (graph: Graph) => {
    const node = { id: `i${counter++}`, type: "resize", version: 1, params: {}, position: { x: 0, y: 0 } };
    const result = insertBetween(graph, testLibrary, { ...ends, node, newId: () => `i${counter++}` });
    return result.ok ? result.patch : {};
  }),
);

const start = graphOf("a: camera", "b: resize", "c: resize", "a.image -> b.image", "b.image -> c.image");

test("any sequence of commands, undone one by one, gives the start", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
      let graph = start;
      const done: GraphPatch[] = [];
      for (const make of commands) {
        const patch = make(graph);
        graph = applyPatch(graph, patch);
        done.push(patch);
      }

      for (const patch of done.reverse()) graph = applyPatch(graph, invertPatch(patch));

      expect(graph).toEqual(start);
    }),
  );
});

test("a patch undone and done again gives the same graph", () => {
  fc.assert(
    fc.property(command, (make) => {
      const patch = make(start);
      expect(applyPatch(start, invertPatch(invertPatch(patch)))).toEqual(applyPatch(start, patch));
    }),
  );
});

test("an edge to an input that has one replaces it, and one undo restores it", () => {
  const patch = connectPorts(start, {
    edgeId: "new",
    from: { node: "a", port: "image" },
    to: { node: "c", port: "image" },
  });

  expect(Object.keys(applyPatch(start, patch).edges)).toEqual(["e1", "new"]);
  expect(applyPatch(applyPatch(start, patch), invertPatch(patch))).toEqual(start);
});

test("removing a node removes its edges, and nothing else", () => {
  const after = applyPatch(start, removeRecords(start, ["b"]));

  expect(Object.keys(after.nodes)).toEqual(["a", "c"]);
  expect(after.edges).toEqual({});
});

test("a duplicated part keeps its inner edges and what feeds it from outside", () => {
  let next = 0;
  const { patch, ids } = duplicateRecords(start, {
    ids: ["b", "c"],
    newId: () => `new${next++}`,
    offset: { x: 9, y: 9 },
  });
  const after = applyPatch(start, patch);

  const [b, c] = [ids.get("b")!, ids.get("c")!];
  const added = Object.values(after.edges).filter(({ id: edgeId }) => edgeId.startsWith("new"));
  expect(added.map(({ from, to }) => [from.node, to.node])).toEqual([
    ["a", b],
    [b, c],
  ]);
  expect(after.nodes[b]?.position).toEqual({ x: 9, y: 9 });
});

test("an empty title takes the node back to the title of its type", () => {
  const named = applyPatch(start, renameNode(start, { nodeId: "a", title: "Front door" }));

  expect(named.nodes.a?.title).toBe("Front door");
  expect(applyPatch(named, renameNode(named, { nodeId: "a", title: "  " })).nodes.a).not.toHaveProperty("title");
});

describe("pins", () => {
  const number = (value: number) => ({
    kind: "number" as const,
    preview: { kind: "number" as const, value },
    inline: value,
  });
  const graph = graphOf("crop: crop");

  test("are set and removed one by one, and the last one takes the record with it", () => {
    const one = applyPatch(graph, pinPort(graph, { nodeId: "crop", port: "crops", record: number(1) }));
    const two = applyPatch(one, pinPort(one, { nodeId: "crop", port: "scores", record: number(2) }));
    const left = applyPatch(two, unpinPorts(two, { nodeId: "crop", ports: ["crops"] }));

    expect(two.nodes.crop?.pins).toEqual({ crops: number(1), scores: number(2) });
    expect(left.nodes.crop?.pins).toEqual({ scores: number(2) });
    expect(applyPatch(left, unpinPorts(left, { nodeId: "crop", ports: ["scores"] }))).toEqual(graph);
    expect(applyPatch(two, unpinPorts(two, { nodeId: "crop" }))).toEqual(graph);
  });

  test("go with copies, and undo takes them back", () => {
    const patch = pinPort(graph, { nodeId: "crop", port: "crops", record: number(1) });
    const pinned = applyPatch(graph, patch);
    const { patch: copying, ids } = duplicateRecords(pinned, {
      ids: ["crop"],
      newId: () => "copy",
      offset: { x: 1, y: 1 },
    });

    expect(applyPatch(pinned, copying).nodes[ids.get("crop")!]?.pins).toEqual({ crops: number(1) });
    expect(applyPatch(pinned, invertPatch(patch))).toEqual(graph);
  });

  test("of nodes that are not there, or have none, change nothing", () => {
    expect(pinPort(graph, { nodeId: "gone", port: "crops", record: number(1) })).toEqual({});
    expect(unpinPorts(graph, { nodeId: "crop" })).toEqual({});
  });
});
