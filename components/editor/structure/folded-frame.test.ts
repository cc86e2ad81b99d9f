import { expect, test } from "vitest";
import { graphOf } from "#graph/graph-for-tests";
import type { NodeRunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { testLibrary } from "#graph/graph-for-tests";
import { moveRecords } from "#graph/commands/move-records";
import { duplicateRecords } from "#graph/commands/duplicate-records";
import { applyPatch } from "#graph/patch";
import { foldedCard, foldedHosts, withFolded } from "./folded.ts";
import { summaryOf } from "./folded-frame.tsx";

const frame = (id: string, nodes: string[], groups: string[] = []) => ({
  id,
  title: id,
  position: { x: 0, y: 0 },
  size: { width: 400, height: 200 },
  folded: { nodes, notes: [], groups },
});

const graph: Graph = {
  ...graphOf(
    "photo: camera",
    "small: resize",
    "pixels: to-tensor",
    "scores: model",
    "photo.image -> small.image",
    "small.image -> pixels.image",
    "pixels.tensor -> scores.pixels",
  ),
  groups: { prepare: frame("prepare", ["small", "pixels", "gone"]) },
};

test("a folded frame has a port for each wire that crosses its border, and none for those inside", () => {
  const { inputs, outputs, nodeIds } = foldedCard(graph, testLibrary, "prepare");

  expect(inputs.map(({ key, label, kind }) => [key, label, kind])).toEqual([["small/image", "image", "image"]]);
  expect(outputs.map(({ key, label, kind }) => [key, label, kind])).toEqual([["pixels/tensor", "tensor", "tensor"]]);
  expect(nodeIds).toEqual(["small", "pixels"]);
});

test("the outermost of folded frames stands for what is in all of them", () => {
  const nested = { groups: { outer: frame("outer", ["a"], ["inner"]), inner: frame("inner", ["b"]) } };

  expect([...foldedHosts(nested)]).toEqual([
    ["a", "outer"],
    ["frame:inner", "outer"],
    ["b", "outer"],
  ]);
  expect([...withFolded(nested, ["frame:outer"])]).toEqual(["frame:outer", "a", "frame:inner", "b"]);
});

test("frames that hold each other still stand on the canvas", () => {
  const knot = { groups: { a: frame("a", [], ["b"]), b: frame("b", [], ["a"]) } };

  expect(foldedHosts(knot).size).toBe(0);
});

test("what is folded away moves with its frame, and is copied with it", () => {
  const moved = applyPatch(graph, moveRecords(graph, { prepare: { x: 100, y: 20 } }));

  expect([moved.nodes.small?.position, moved.nodes.photo?.position]).toEqual([
    { x: 100, y: 20 },
    { x: 0, y: 0 },
  ]);
  let next = 0;
  const { patch } = duplicateRecords(graph, {
    ids: ["prepare", "small", "pixels"],
    newId: () => `new${next++}`,
    offset: { x: 0, y: 0 },
  });
  expect(Object.values(patch.groups!)[0]?.after?.folded).toEqual({ nodes: ["new0", "new1"], notes: [], groups: [] });
});

test("a folded frame shows the state that asks for the most attention", () => {
  const state = (status: NodeRunState["status"]): NodeRunState => ({ status, attempt: 1, outputs: {}, log: [] });

  expect(summaryOf(["a", "b"], { a: state("succeeded"), b: state("failed") })).toEqual({
    status: "failed",
    words: "1 failed, 1 of 2 done",
  });
  expect(summaryOf(["a", "b"], { a: state("succeeded"), b: state("running") }).status).toBe("running");
  expect(summaryOf(["a", "b"], { a: state("succeeded"), b: state("succeeded") }).words).toBe("All done");
  expect(summaryOf(["a", "b"], { a: state("succeeded") })).toEqual({ status: "waiting", words: "1 of 2 done" });
});
