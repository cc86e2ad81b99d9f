import { createHash } from "node:crypto";
import fc from "fast-check";
import { inferTypes } from "../../graph/infer-types.ts";
import type { JsonObject, JsonValue } from "../../graph/json.ts";
import { portsOf } from "../../graph/ports-of.ts";
import { emptyGraph } from "../../graph/schema.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";
import type { ModelRef } from "../../graph/values.ts";
import { definitions } from "../../nodes/definitions.ts";
import {
  isExact,
  type ModelSpec,
  modelSpecArbitrary,
  WIDTH,
  writeModel,
} from "../inference/onnx/random-model-for-tests.ts";
import { readOnnx } from "../inference/read-onnx.ts";

export type MadeModel = { ref: ModelRef; bytes: Uint8Array };
export type MadeWorkflow = {
  graph: Graph;
  /** By name, as a run gets them. */
  inputs: Record<string, JsonValue>;
  models: MadeModel[];
  /** Whether every row gives the same bits in any company. */
  isExact: boolean;
};

const numbers = fc.array(
  fc.integer({ min: -64, max: 64 }).map((sixteenths) => sixteenths / 16),
  {
    minLength: WIDTH * 3,
    maxLength: WIDTH * 3,
  },
);

const draftArbitrary = fc.record({
  models: fc.array(modelSpecArbitrary, { minLength: 1, maxLength: 3 }),
  inputs: fc.array(fc.record({ isList: fc.boolean(), items: fc.array(numbers, { maxLength: 9 }) }), {
    minLength: 1,
    maxLength: 2,
  }),
  /** Of each tensor; 0 leaves the dimension out, so that the node puts it in front. */
  rows: fc.array(fc.nat(3), { minLength: 9, maxLength: 9 }),
  /** The same for all, so that any two may meet. */
  isUniform: fc.boolean(),
  nodes: fc.array(fc.record({ what: fc.nat(9), model: fc.nat(2), sources: fc.tuple(fc.nat(), fc.nat()) }), {
    minLength: 1,
    maxLength: 7,
  }),
});
type Draft = typeof draftArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** Inputs, models that feed each other, plain nodes over what they give, and an output of the workflow for each end. */
export const workflowArbitrary: fc.Arbitrary<MadeWorkflow> = draftArbitrary.map(workflowOf);
/** Those whose inputs and outputs stack to one tensor each, as clients of the protocol send and get them. */
export const stackableArbitrary: fc.Arbitrary<MadeWorkflow> = draftArbitrary.map((draft) =>
  workflowOf({ ...draft, isUniform: true, nodes: draft.nodes.map((node) => ({ ...node, what: node.what % 7 })) }),
);

function workflowOf(draft: Draft): MadeWorkflow {
  // A model of two inputs needs tensors that go together, one of one row needs tensors of one.
  const specs = draft.models.map((spec) => ({ ...spec, hasTwoInputs: spec.hasTwoInputs && draft.isUniform }));
  const models = specs.map(makeModel);
  const isOneRow = specs.some((spec) => spec.isOneRow);
  const rowsOf = (index: number) => {
    const rows = draft.rows[draft.isUniform ? 0 : index % 9]!;
    return isOneRow ? Math.min(rows, 1) : rows;
  };

  let graph: Graph = emptyGraph;
  const inputs: MadeWorkflow["inputs"] = {};
  for (const [index, { isList, items }] of draft.inputs.entries()) {
    const name = `t${index}`;
    const tensors = items.map((data, item) => tensorOf(data, rowsOf(item)));
    inputs[name] = isList
      ? tensors
      : (tensors[0] ??
        tensorOf(
          Array.from({ length: 9 }, () => 1),
          rowsOf(0),
        ));
    graph = withNode(graph, nodeOf(name, "workflow-input", { name, kind: "tensor", list: isList }));
  }
  for (const [index, { what, model, sources }] of draft.nodes.entries()) {
    graph = addNode(graph, pickNode(`n${index}`, { what, model: models[model % models.length]! }), sources);
  }
  return { graph: withOutputs(graph), inputs, models, isExact: specs.every(isExact) };
}

function makeModel(spec: ModelSpec, index: number): MadeModel {
  const bytes = writeModel(spec);
  const { inputs, outputs } = readOnnx(bytes);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { bytes, ref: { hash, name: `model ${index}`, inputs, outputs } };
}

function tensorOf(numbersOfIt: number[], rows: number): JsonObject {
  const data = numbersOfIt.slice(0, WIDTH * Math.max(rows, 1));
  return { dtype: "float32", shape: rows === 0 ? [WIDTH] : [rows, WIDTH], data };
}

/** Mostly models; the rest are plain nodes over tensors and lists of them. */
function pickNode(id: string, { what, model }: { what: number; model: MadeModel }): GraphNode {
  if (what < 6) return nodeOf(id, "run-model", { model: model.ref as unknown as JsonValue });
  if (what < 7) return nodeOf(id, "collect", {});
  const expression =
    "typeof value === 'number' ? value / 2 : value.data.reduce((sum, one) => sum + one, 0) + value.shape.length";
  return nodeOf(id, "evaluate", { expression, inputs: ["value"], output: "number" });
}

const nodeOf = (id: string, type: string, params: JsonObject): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  params,
});
const withNode = (graph: Graph, node: GraphNode): Graph => ({ ...graph, nodes: { ...graph.nodes, [node.id]: node } });

/** Feeds its inputs from what is there and fits; a node that nothing fits stays out. */
function addNode(graph: Graph, node: GraphNode, picks: readonly number[]): Graph {
  let next = withNode(graph, node);
  for (const [place, port] of Object.keys(portsOf(node, definitions[node.type as "collect"]).inputs).entries()) {
    const fitting = Object.values(graph.nodes).flatMap((source) =>
      Object.keys(portsOf(source, definitions[source.type as "collect"]).outputs).flatMap((output) => {
        const id = `${node.id}-${port}`;
        const edge = { id, from: { node: source.id, port: output }, to: { node: node.id, port } };
        const tried: Graph = { ...next, edges: { ...next.edges, [id]: edge } };
        return inferTypes(tried, definitions).get(node.id)?.refusals.length === 0 ? [tried] : [];
      }),
    );
    if (fitting.length === 0) return graph;
    next = fitting[picks[place]! % fitting.length]!;
  }
  return next;
}

function withOutputs(graph: Graph): Graph {
  const read = new Set(Object.values(graph.edges).map(({ from }) => `${from.node}.${from.port}`));
  let next = graph;
  for (const source of Object.values(graph.nodes)) {
    for (const port of Object.keys(portsOf(source, definitions[source.type as "collect"]).outputs)) {
      if (read.has(`${source.id}.${port}`)) continue;
      const name = `${source.id}-${port}`;
      const edge = { id: `out-${name}`, from: { node: source.id, port }, to: { node: `out-${name}`, port: "value" } };
      next = withNode(next, nodeOf(`out-${name}`, "workflow-output", { name }));
      next = { ...next, edges: { ...next.edges, [edge.id]: edge } };
    }
  }
  return next;
}
