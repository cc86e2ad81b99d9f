import { canConnect } from "../can-connect.ts";
import type { NodeLibrary } from "../define-node.ts";
import { freshNode } from "../fresh-node.ts";
import type { JsonValue } from "../json.ts";
import { mergePatches } from "../merge-patches.ts";
import { familyOf } from "../model-family.ts";
import type { ModelFamily, ModelRef } from "../model-family.ts";
import { applyPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { portsOf } from "../ports-of.ts";
import type { Graph, GraphNode } from "../schema.ts";
import { connectPorts } from "./connect-ports.ts";

/** From one node of a chain to the next, on the canvas. */
const COLUMN = 230;
/** For these one node prepares what goes in and reads what comes out. */
const wholeTypes = {
  detector: "detect-objects",
  segmenter: "segment-image",
  tabular: "predict-table",
} as const satisfies Record<Exclude<ModelFamily, "classifier">, string>;

type At = { model: ModelRef; position: { x: number; y: number }; newId: () => string };
export type AddedModel = { patch: GraphPatch; nodeIds: string[]; family: ModelFamily | null };

/**
 * Adds a model with the nodes that its family needs around it: a classifier between the node that makes tensors of pictures and the one
 * that makes labels of scores, others in the node that is made for them. One of no known family is added by itself.
 */
export function addModel(graph: Graph, library: NodeLibrary, at: At): AddedModel {
  const family = familyOf(at.model);
  const chain = family === "classifier" ? classifierChain(graph, library, at) : null;
  if (chain) return { ...chain, family };
  const type = family && family !== "classifier" ? wholeTypes[family] : "run-model";
  const definition = library[type] ?? library["run-model"];
  if (!definition) return { patch: {}, nodeIds: [], family: null };
  const node = freshNode(definition, { id: at.newId(), position: at.position, params: { model: asJson(at.model) } });
  return { ...added([node]), family: definition.type === "run-model" ? null : family };
}

/** Null where one of the nodes is not there or does not fit. */
function classifierChain(graph: Graph, library: NodeLibrary, { model, position, newId }: At) {
  const [before, own, after] = [library["image-to-tensor"], library["run-model"], library["softmax-top-k"]];
  if (!before || !own || !after) return null;
  const place = (column: number) => ({ x: position.x + column * COLUMN, y: position.y });
  const run = freshNode(own, { id: newId(), position: place(1), params: { model: asJson(model) } });
  const ports = portsOf(run, own);
  const [inputName] = Object.keys(ports.inputs);
  const [outputName] = Object.keys(ports.outputs);
  const taken = inputName === undefined ? undefined : ports.inputs[inputName];
  if (inputName === undefined || outputName === undefined || !taken) return null;
  const labels: GraphNode["params"] = model.labels ? { model: asJson(model) } : {};
  const nodes = [
    freshNode(before, { id: newId(), position: place(0), gives: taken }),
    run,
    freshNode(after, { id: newId(), position: place(2), params: labels }),
  ] as const;
  let { patch } = added(nodes);
  const wires = [
    { from: { node: nodes[0].id, port: "tensor" }, to: { node: run.id, port: inputName } },
    { from: { node: run.id, port: outputName }, to: { node: nodes[2].id, port: "scores" } },
  ];
  for (const wire of wires) {
    const sofar = applyPatch(graph, patch);
    if (!canConnect(sofar, library, wire).ok) return null;
    patch = mergePatches(patch, connectPorts(sofar, { edgeId: newId(), ...wire }));
  }
  return { patch, nodeIds: nodes.map(({ id }) => id) };
}

function added(nodes: readonly GraphNode[]): Pick<AddedModel, "patch" | "nodeIds"> {
  const records = Object.fromEntries(nodes.map((node) => [node.id, { after: node }]));
  return { patch: { nodes: records }, nodeIds: nodes.map(({ id }) => id) };
}

function asJson(model: ModelRef): JsonValue {
  return model as unknown as JsonValue; // the schema holds plain JSON only
}
