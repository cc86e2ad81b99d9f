import fc from "fast-check";
import { expect, test } from "vitest";
import { moveRecords } from "./commands/move-records.ts";
import { graphOf, testLibrary } from "./graph-for-tests.ts";
import { inferTypes } from "./infer-types.ts";
import { applyPatch } from "./patch.ts";
import type { Graph, GraphNode } from "./schema.ts";

const graph = graphOf(
  "a: camera",
  "b: album",
  "r: resize",
  "t: to-tensor",
  "s: sink",
  "a.image -> r.image",
  "r.image -> t.image",
  "b.images -> s.value",
);

test("moving a node leaves the types of all nodes the same objects", () => {
  const moved = applyPatch(graph, moveRecords(graph, { a: { x: 40, y: 0 }, t: { x: 0, y: 40 } }));

  const before = inferTypes(graph, testLibrary);
  const after = inferTypes(moved, testLibrary);

  expect([...after].every(([id, types]) => types === before.get(id))).toBe(true);
});

test("after any changes types are those of a graph that was never seen before", () => {
  const node = fc.constantFrom("a", "b", "r", "t", "s");
  const change = fc.oneof(
    fc.record({ node, disabled: fc.constantFrom(undefined, true as const, "bypass" as const) }),
    fc.record({ node, params: fc.constantFrom<GraphNode["params"]>({}, { width: 8 }, { height: 9 }) }),
    fc.record({ edge: fc.constantFrom("e1", "e2", "e3"), from: fc.constantFrom("a.image", "b.images", "r.image") }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
      let current: Graph = graph;
      for (const change of changes) {
        current = changed(current, change);
        expect(inferTypes(current, testLibrary)).toEqual(inferTypes(structuredClone(current), testLibrary));
      }
    }),
  );
});

type Change =
  { node: string; disabled?: true | "bypass"; params?: GraphNode["params"] } | { edge: string; from: string };

function changed(graph: Graph, change: Change): Graph {
  if ("edge" in change) {
    const [node = "", port = ""] = change.from.split(".");
    const edge = { ...graph.edges[change.edge]!, from: { node, port } };
    return { ...graph, edges: { ...graph.edges, [edge.id]: edge } };
  }
  const { node: id, ...fields } = change;
  return { ...graph, nodes: { ...graph.nodes, [id]: { ...graph.nodes[id]!, ...fields } } as Graph["nodes"] };
}
