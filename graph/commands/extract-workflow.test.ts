import { expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "../define-node.ts";
import type { NodeLibrary } from "../define-node.ts";
import { findProblems } from "../find-problems.ts";
import { graphOf, testLibrary, withParams } from "../graph-for-tests.ts";
import type { Kind, Ports } from "../kinds.ts";
import { applyPatch, invertPatch } from "../patch.ts";
import type { Graph, GraphNode } from "../schema.ts";
import { workflowRefSchema } from "../workflow-ref.ts";
import type { WorkflowRef } from "../workflow-ref.ts";
import { extractWorkflow } from "./extract-workflow.ts";
import { inlineWorkflow } from "./inline-workflow.ts";

const base = { version: 1, summary: "", docs: "", category: "logic", icon: "box" } as const;
const portsOfPlaces = (places: WorkflowRef["inputs"] | WorkflowRef["outputs"]): Ports =>
  Object.fromEntries(
    places.map((place) => {
      const lineage = "lineage" in place ? { lineage: place.lineage } : { optional: place.optional };
      return [place.port, { label: place.name, type: place.type, list: place.list, ...lineage }];
    }),
  );
const library: NodeLibrary = {
  ...testLibrary,
  "workflow-input": defineNode({
    ...base,
    type: "workflow-input",
    title: "Input",
    inputs: {},
    outputs: { value: { label: "Value", type: { kind: "any" } } } as Ports,
    params: z.strictObject({
      name: z.string(),
      kind: z.string().default("image"),
      list: z.boolean().default(false),
      sample: z.json().default(null),
    }),
    portsFor: ({ kind, list }) => ({
      inputs: {},
      outputs: { value: { label: "Value", type: { kind: kind as Kind }, ...(list && { list: 1 as const }) } },
    }),
  }),
  "workflow-output": defineNode({
    ...base,
    type: "workflow-output",
    title: "Output",
    inputs: { value: { label: "Value", type: { kind: "any" }, list: "any" } },
    outputs: {},
    params: z.strictObject({ name: z.string() }),
  }),
  "run-workflow": defineNode({
    ...base,
    type: "run-workflow",
    title: "Run workflow",
    inputs: {} as Ports,
    outputs: {} as Ports,
    params: z.strictObject({ workflow: workflowRefSchema }),
    portsFor: ({ workflow }) => ({ inputs: portsOfPlaces(workflow.inputs), outputs: portsOfPlaces(workflow.outputs) }),
    body: "once",
  }),
};

function ids() {
  let next = 0;
  return () => `new${next++}`;
}

const options = (...chosen: string[]) => ({ ids: chosen, node: { id: "run", type: "run-workflow" }, newId: ids() });

function extracted(graph: Graph, ...chosen: string[]) {
  const result = extractWorkflow(graph, library, options(...chosen));
  if (!result.ok) throw new Error(result.reason);
  const patch = result.replace({ id: "inner", title: "Inner" });
  const outer = applyPatch(graph, patch);
  expect(applyPatch(outer, invertPatch(patch))).toEqual(graph);
  const subGraphs = { inner: { title: "Inner", graph: result.inner } };
  return { ...result, outer, subGraphs, problems: findProblems(outer, library, subGraphs) };
}

function inlined(outer: Graph, inner: Graph, rest: Partial<GraphNode> = {}) {
  const graph = { ...outer, nodes: { ...outer.nodes, run: { ...outer.nodes.run!, ...rest } } };
  return inlineWorkflow(graph, library, { nodeId: "run", sub: { title: "Inner", graph: inner }, newId: ids() });
}

/** Edges as "a.image -> b.image", sorted. */
function wires(graph: Graph): string[] {
  return Object.values(graph.edges)
    .map(({ from, to }) => `${from.node}.${from.port} -> ${to.node}.${to.port}`)
    .sort();
}

const chain = graphOf(
  "photo: camera",
  "small: resize",
  "pixels: to-tensor",
  "scores: model",
  "photo.image -> small.image",
  "small.image -> pixels.image",
  "pixels.tensor -> scores.pixels",
);

test("wires that cross the border become inputs and outputs with the names of their ports", () => {
  const { inner, outer, inputs, outputs, problems } = extracted(chain, "small", "pixels");

  expect([inputs, outputs]).toEqual([["image"], ["tensor"]]);
  expect(wires(outer)).toEqual(["photo.image -> run.image", "run.tensor -> scores.pixels"]);
  expect(wires(inner)).toEqual([
    "new0.value -> small.image",
    "pixels.tensor -> new1.value",
    "small.image -> pixels.image",
  ]);
  expect(inner.nodes.new0?.params).toEqual({ name: "image", kind: "image" });
  expect(problems).toEqual([]);
});

test("wires of one output are one input, and those of two outputs called alike are told apart", () => {
  const graph = graphOf(
    "a: camera",
    "b: camera",
    "one: resize",
    "two: resize",
    "three: resize",
    "a.image -> one.image",
    "a.image -> two.image",
    "b.image -> three.image",
  );

  const { inputs, outer } = extracted(graph, "one", "two", "three");

  expect(inputs).toEqual(["image", "image 2"]);
  expect(wires(outer)).toEqual(["a.image -> run.image", "b.image -> run.image_2"]);
});

test("inputs and outputs of the workflow stay in it and lend their names and samples", () => {
  const wired = graphOf(
    "in: workflow-input",
    "small: resize",
    "out: workflow-output",
    "in.value -> small.image",
    "small.image -> out.value",
  );
  const graph = withParams(withParams(wired, "in", { name: "photo", sample: "cat" }), "out", { name: "thumbnail" });

  const { inner, outer, inputs, outputs } = extracted(graph, "in", "small", "out");

  expect([inputs, outputs]).toEqual([["photo"], ["thumbnail"]]);
  expect(Object.keys(outer.nodes)).toEqual(["in", "out", "run"]);
  expect(inner.nodes.new0?.params.sample).toBe("cat");
});

test("a way that leaves the nodes and comes back is refused, with the nodes in the way", () => {
  const result = extractWorkflow(chain, library, options("small", "scores"));

  expect(result).toEqual({
    ok: false,
    reason: '"To tensor": the way leads out of the chosen nodes and back into them there.',
    blockedBy: ["pixels"],
  });
});

test("nothing but inputs and outputs is refused", () => {
  const result = extractWorkflow(graphOf("in: workflow-input"), library, options("in"));

  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining("Choose at least one node") });
});

test("nodes that nothing reads from show what they gave as outputs", () => {
  expect(extracted(chain, "pixels", "scores").outputs).toEqual(["scores"]);
});

test("a list goes in whole, so that what collects it still does", () => {
  const graph = graphOf(
    "photos: album",
    "count: count",
    "end: sink",
    "photos.images -> count.items",
    "count.count -> end.value",
  );

  const { inner, problems } = extracted(graph, "count");

  expect(inner.nodes.new0?.params).toMatchObject({ name: "images", list: true });
  expect(problems).toEqual([]);
});

/** Crops of a photo, one list as it is and one resized, meet again at "both". */
const paired = graphOf(
  "photo: camera",
  "faces: crop",
  "small: resize",
  "both: pair",
  "end: sink",
  "alone: camera",
  "after: resize",
  "photo.image -> faces.image",
  "faces.crops -> both.left",
  "faces.crops -> small.image",
  "small.image -> both.right",
  "both.both -> end.value",
  "alone.image -> after.image",
);

test("two lists that belong together go in item by item, since nothing inside would say that they do", () => {
  const { inner, problems } = extracted(paired, "both");

  expect(Object.values(inner.nodes).filter(({ params }) => params.list)).toEqual([]);
  expect(problems).toEqual([]);
});

test("a part that would do something else by itself is refused with what that is", () => {
  expect(extractWorkflow(paired, library, options("both", "alone"))).toMatchObject({
    ok: false,
    reason: expect.stringContaining("does not descend from the same list"),
  });
});

test("what is pinned at the border is pinned at the node, and comes back with it", () => {
  const pin = { kind: "image", preview: { kind: "image", width: 1, height: 1 }, inline: 1 } as unknown as NonNullable<
    GraphNode["pins"]
  >[string];
  const graph: Graph = { ...chain, nodes: { ...chain.nodes, small: { ...chain.nodes.small!, pins: { image: pin } } } };

  const { outer, inner } = extracted(graph, "small");

  expect(outer.nodes.run?.pins).toEqual({ image: pin });
  const back = inlined(outer, inner);
  expect(back.ok && applyPatch(outer, back.patch)).toEqual(graph);
});

test("a value that is needed inside only is said to be pinned there alone", () => {
  const pin = { kind: "image", preview: { kind: "image", width: 1, height: 1 }, inline: 1 } as unknown as NonNullable<
    GraphNode["pins"]
  >[string];
  const graph: Graph = { ...chain, nodes: { ...chain.nodes, small: { ...chain.nodes.small!, pins: { image: pin } } } };

  expect(extracted(graph, "small", "pixels").remarks).toEqual([
    'What is pinned at "Resize" counts only while the new workflow is tried out by itself.',
  ]);
});

test("notes and frames that are chosen go along, and come back to where they were", () => {
  const note = { id: "note", text: "Here", position: { x: -40, y: 20 }, size: { width: 100, height: 60 } };
  const frame = { id: "frame", title: "Prepare", position: { x: -50, y: -30 }, size: { width: 400, height: 200 } };
  const graph: Graph = { ...chain, notes: { note }, groups: { frame } };

  const { inner, outer } = extracted(graph, "small", "note", "frame");

  expect([inner.notes, inner.groups, outer.notes, outer.groups]).toEqual([{ note }, { frame }, {}, {}]);
  const back = inlined(outer, inner);
  expect(back.ok && applyPatch(outer, back.patch)).toEqual(graph);
});

test("the way that a wire was led comes back with it", () => {
  const bends = [{ x: 40, y: 90 }];
  const graph: Graph = { ...chain, edges: { ...chain.edges, e2: { ...chain.edges.e2!, bends } } };

  const { outer, inner } = extracted(graph, "small", "pixels");

  const back = inlined(outer, inner);
  expect(back.ok && applyPatch(outer, back.patch)).toEqual(graph);
});

test("ids that are taken meanwhile are given anew", () => {
  const { inner, outer } = extracted(chain, "small", "pixels");
  const crowded: Graph = { ...outer, nodes: { ...outer.nodes, small: { ...chain.nodes.photo!, id: "small" } } };

  const back = inlined(crowded, inner);

  expect(back.ok && back.ids.nodes).toEqual(["new0", "pixels"]);
  expect(back.ok && wires(applyPatch(crowded, back.patch))).toEqual([
    "new0.image -> pixels.image",
    "photo.image -> new0.image",
    "pixels.tensor -> scores.pixels",
  ]);
});

test.each<[Partial<GraphNode>, string]>([
  [{ timeoutMs: 1_000 }, "a time limit"],
  [{ retry: { attempts: 2, delayMs: 0 } }, "retries"],
  [{ disabled: true }, "muted"],
  [{ disabled: "bypass" }, "bypassed"],
  [{ onError: { policy: "drop" } }, "what happens on an error"],
])("a node with settings for the whole is not taken apart: %j", (rest, words) => {
  const { inner, outer } = extracted(chain, "small");

  expect(inlined(outer, inner, rest)).toMatchObject({ ok: false, reason: expect.stringContaining(words) });
});

test("an input that takes its sample is not taken apart, since the sample would be lost", () => {
  const wired = graphOf("in: workflow-input", "small: resize", "in.value -> small.image");
  const graph = withParams(wired, "in", { name: "photo", sample: "cat" });
  const { inner, outer } = extracted(graph, "small");

  expect(inlined({ ...outer, edges: {} }, inner)).toEqual({
    ok: false,
    reason: 'The input "photo" of "Inner" takes its sample. Connect it first.',
  });
});

test("an output that hands on an input joins what is before the node with what is behind it", () => {
  const { outer } = extracted(
    graphOf("photo: camera", "small: resize", "end: sink", "photo.image -> small.image", "small.image -> end.value"),
    "small",
  );
  const inner = withParams(
    withParams(graphOf("i: workflow-input", "o: workflow-output", "i.value -> o.value"), "i", { name: "image" }),
    "o",
    { name: "image" },
  );

  const back = inlined(outer, inner);

  expect(back.ok && wires(applyPatch(outer, back.patch))).toEqual(["photo.image -> end.value"]);
});
