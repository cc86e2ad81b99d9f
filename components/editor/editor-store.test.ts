import { expect, test } from "vitest";
import { z } from "zod";
import { addNode } from "#graph/commands/add-records";
import { moveRecords } from "#graph/commands/move-records";
import { removeRecords } from "#graph/commands/remove-records";
import { setParams } from "#graph/commands/update-records";
import { defineNode } from "#graph/define-node";
import { applyPatch } from "#graph/patch";
import { emptyGraph } from "#graph/schema";
import type { GraphNode } from "#graph/schema";
import { createEditorStore } from "./editor-store.ts";
import { createRunStore } from "./running/run-store.ts";

const blur = defineNode({
  type: "blur",
  version: 1,
  title: "Blur",
  summary: "",
  docs: "",
  category: "image",
  icon: "image",
  inputs: {},
  outputs: {},
  params: z.object({ radius: z.number().default(1), model: z.string().meta({ title: "Model", required: true }) }),
});

function nodeOf(id: string): GraphNode {
  return { id, type: "blur", version: 1, position: { x: 0, y: 0 }, params: { model: "m" } };
}

function storeWith(...ids: string[]) {
  let clock = 0;
  const graph = { ...emptyGraph, nodes: Object.fromEntries(ids.map((id) => [id, nodeOf(id)])) };
  const store = createEditorStore({ graph, library: { blur }, now: () => clock });
  const type = (radius: number) => {
    const patch = setParams(store.getState().graph, { nodeId: "a", params: { radius } });
    store.getState().apply(patch, { label: "Change Radius", mergeKey: "a.radius" });
  };
  return { store, type, wait: (ms: number) => (clock += ms) };
}

test("typing in one field is one step of undo, and a pause begins another", () => {
  const { store, type, wait } = storeWith("a");

  type(2);
  wait(100);
  type(3);
  wait(5_000);
  type(4);
  store.getState().undo();

  expect(store.getState().graph.nodes.a!.params.radius).toBe(3);
  store.getState().undo();
  expect(store.getState().graph.nodes.a!.params.radius).toBeUndefined();
  store.getState().redo();
  expect(store.getState().graph.nodes.a!.params.radius).toBe(3);
});

test("typing goes on in a step of its own once somebody's change came in, and taking it back leaves theirs", () => {
  const { store, type } = storeWith("a");
  type(2);
  const { graph } = store.getState();
  store.getState().takeIn(applyPatch(graph, setParams(graph, { nodeId: "a", params: { model: "theirs" } })));

  type(3);
  store.getState().undo();
  store.getState().undo();

  expect(store.getState().graph.nodes.a!.params).toEqual({ model: "theirs" });
});

test("a change after undo forgets what could be redone", () => {
  const { store, type, wait } = storeWith("a");

  type(2);
  store.getState().undo();
  wait(5_000);
  type(9);
  store.getState().redo();

  expect(store.getState().graph.nodes.a!.params.radius).toBe(9);
});

test("what is removed leaves the selection, and undo brings the record back", () => {
  const { store } = storeWith("a", "b");
  const { apply, select, undo } = store.getState();

  select(["a", "b"]);
  apply(removeRecords(store.getState().graph, ["a"]), { label: "Delete" });

  expect([...store.getState().selection]).toEqual(["b"]);
  undo();
  expect(store.getState().graph.nodes.a).toEqual(nodeOf("a"));
});

test("a new node can be selected by the change that adds it", () => {
  const { store } = storeWith();

  store.getState().apply(addNode(store.getState().graph, nodeOf("n")), { label: "Add Blur", select: ["n"] });

  expect([...store.getState().selection]).toEqual(["n"]);
});

test("problems follow the document", () => {
  const { store } = storeWith("a");

  store
    .getState()
    .apply(setParams(store.getState().graph, { nodeId: "a", params: { model: undefined } }), { label: "x" });

  expect(store.getState().problems.map(({ nodeId, param }) => [nodeId, param])).toEqual([["a", "model"]]);
  store.getState().undo();
  expect(store.getState().problems).toEqual([]);
});

test("a store that is checked later finds its problems when it is, or with the first change", () => {
  const graph = { ...emptyGraph, nodes: { a: { ...nodeOf("a"), params: {} } } };
  const [checked, changed] = [0, 1].map(() => createEditorStore({ graph, library: { blur }, isCheckedLater: true }));

  expect(checked!.getState().problems).toEqual([]);
  checked!.getState().check();
  expect(checked!.getState().problems.map(({ param }) => param)).toEqual(["model"]);

  changed!.getState().apply(moveRecords(graph, { a: { x: 40, y: 0 } }), { label: "Move" });
  expect(changed!.getState().problems.map(({ param }) => param)).toEqual(["model"]);
});

test("moving to where it lies already is no change", () => {
  const { store } = storeWith("a");

  store.getState().apply(moveRecords(store.getState().graph, { a: { x: 0, y: 0 } }), { label: "Move" });

  expect(store.getState().revision).toBe(0);
  expect(store.getState().past).toEqual([]);
});

test("a read-only canvas takes no patches", () => {
  const store = createEditorStore({ graph: emptyGraph, library: { blur }, isReadOnly: true });

  store.getState().apply(addNode(emptyGraph, nodeOf("n")), { label: "Add" });

  expect(store.getState().graph).toBe(emptyGraph);
});

test("events of one frame are folded together, and untouched nodes keep their state object", () => {
  const frames: (() => void)[] = [];
  const runs = createRunStore(null, (fold) => frames.push(fold));
  runs.open("r1", { kind: "all" });
  runs.push({ type: "run.started", at: 1, attempt: 1, worker: "w" });
  runs.push({ type: "step.finished", nodeId: "a", at: 2, durationMs: 1, outputs: {} });
  expect(frames.length).toBe(1);
  frames.shift()!();
  const before = runs.getState().run!.nodes.a;

  runs.push({ type: "step.started", nodeId: "b", at: 3, attempt: 1 });
  frames.shift()!();

  expect(runs.getState().run!.nodes.a).toBe(before);
  expect(runs.getState().run!.nodes.b!.status).toBe("running");
});

test("what was done before one left can be undone in the editor that one comes back to, and what others did since stays", () => {
  const { store, type } = storeWith("a");
  type(2);
  const { graph, past, future } = store.getState();
  const meanwhile = { ...graph, nodes: { ...graph.nodes, b: nodeOf("b") } };

  const back = createEditorStore({ graph: meanwhile, library: { blur }, history: { past, future } });
  back.getState().undo();

  expect(back.getState().graph.nodes.a!.params.radius).toBeUndefined();
  expect(Object.keys(back.getState().graph.nodes)).toEqual(["a", "b"]);
  back.getState().redo();
  expect(back.getState().graph.nodes.a!.params.radius).toBe(2);
});
