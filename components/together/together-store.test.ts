import { expect, test } from "vitest";
import { mergeGraphs, resolveMerge } from "#graph/merge-graphs";
import type { Side } from "#graph/merge-graphs";
import { emptyGraph } from "#graph/schema";
import type { Graph, GraphEdge } from "#graph/schema";
import { createTogetherStore, markChanges } from "./together-store.ts";

const position = { x: 0, y: 0 };
const size = { width: 100, height: 100 };

/** Two nodes, a note by its text, and one wire. */
function graphWith({ template = "Hi", text = "Text", port = "a" } = {}): Graph {
  const node = (id: string, params: object) => ({
    id,
    type: "text-template",
    version: 1,
    position,
    params: { ...params },
  });
  const wire: GraphEdge = { id: "w", from: { node: "n", port: "text" }, to: { node: "m", port } };
  return {
    ...emptyGraph,
    nodes: { n: node("n", { template }), m: node("m", {}) },
    notes: { k: { id: "k", text, position, size } },
    edges: { w: wire },
  };
}

/** What is marked after Ada's graph came in over mine, in words by canvas id. */
function marksAfter({ mine, theirs }: { mine: Graph; theirs: Graph }, choices: Record<string, Side> = {}) {
  const store = createTogetherStore(1);
  const merge = mergeGraphs(graphWith(), { mine, theirs });
  markChanges(store, { before: mine, after: resolveMerge(merge, choices), merge, by: "Ada" });
  return Object.entries(store.getState().marks).map(([id, { words, isOverruled }]) => [id, words, isOverruled]);
}

test("what someone changed is marked on the node, on the note, and for a wire on the node that it leads to", () => {
  const theirs = graphWith({ template: "Hello", text: "Theirs", port: "b" });

  expect(marksAfter({ mine: graphWith(), theirs })).toEqual([
    ["n", "changed Template", false],
    ["m", "changed a wire", false],
    ["note:k", "changed Text", false],
  ]);
});

test("what of theirs gave way is marked with both values, and not where theirs was chosen", () => {
  const sides = { mine: graphWith({ template: "Mine" }), theirs: graphWith({ template: "Theirs" }) };

  expect(marksAfter(sides)).toEqual([["n", "changed Template: Hi → Theirs", true]]);
  expect(marksAfter(sides, { "nodes/n/params.template": "theirs" })).toEqual([["n", "changed Template", false]]);
});
