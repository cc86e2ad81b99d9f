import type { NodeLibrary } from "../define-node.ts";
import { describeType } from "../describe-type.ts";
import { mergePatches } from "../merge-patches.ts";
import { applyPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { portsOf } from "../ports-of.ts";
import { inputsTaking, outputsGiving, portAt, typeGiven } from "../rank-ports.ts";
import { newRefusal } from "../refused-edges.ts";
import type { Graph, GraphEdge, GraphNode } from "../schema.ts";
import { titleOf } from "../title-of.ts";
import { addNode } from "./add-records.ts";
import { connectPorts } from "./connect-ports.ts";

/** The patch, or the reason why there is none, as a sentence. */
export type Rewiring = { ok: true; patch: GraphPatch } | { ok: false; reason: string };

/**
 * Puts a node between an output and an input: a new one, or one of the graph that has no edges yet. An edge at the input is
 * replaced. Its ports are chosen so that all fits, also further down; where none do, nothing is changed.
 */
export function insertBetween(
  graph: Graph,
  library: NodeLibrary,
  { node, from, to, newId }: { node: GraphNode; newId: () => string } & Pick<GraphEdge, "from" | "to">,
): Rewiring {
  const definition = library[node.type];
  const title = titleOf(node, library);
  if (!definition) return refuse(`This Patchbay knows no node type "${node.type}", so nothing is known of its ports.`);
  if (hasEdges(graph, node.id)) return refuse(`"${title}" has wires already, so it is not put into another one.`);
  const given = typeGiven(graph, library, from);
  const target = portAt(graph, library, { end: to, side: "inputs" });
  if (!given || !target) return refuse("One of the two ports is not there any more.");
  const ports = portsOf(node, definition);
  // What came along the wire is what the node works on: it goes where something is needed, before what only steers.
  const inputs = inputsTaking(ports.inputs, given).toSorted(
    (a, b) => Number(ports.inputs[a]?.optional ?? false) - Number(ports.inputs[b]?.optional ?? false),
  );
  if (inputs.length === 0) return refuse(`"${title}" has no input that takes ${describeType(given)}.`);
  const outputs = outputsGiving(ports.outputs, target.type);
  if (outputs.length === 0) {
    return refuse(`"${title}" has no output that fits "${target.label}", which needs ${describeType(target.type)}.`);
  }
  const added = graph.nodes[node.id] ? {} : addNode(graph, node);
  const [firstId, secondId] = [newId(), newId()];
  let reason: string | null = null;
  for (const input of inputs) {
    for (const output of outputs) {
      const into = connectPorts(applyPatch(graph, added), {
        edgeId: firstId,
        from,
        to: { node: node.id, port: input },
      });
      const begun = mergePatches(added, into);
      const out = { edgeId: secondId, from: { node: node.id, port: output }, to };
      const patch = mergePatches(begun, connectPorts(applyPatch(graph, begun), out));
      const refusal = newRefusal(library, { before: graph, after: applyPatch(graph, patch) });
      if (refusal === null) return { ok: true, patch };
      reason ??= refusal;
    }
  }
  return refuse(`"${title}" does not fit here. ${reason}`);
}

function refuse(reason: string): Rewiring {
  return { ok: false, reason };
}

function hasEdges(graph: Graph, nodeId: string): boolean {
  return Object.values(graph.edges).some(({ from, to }) => from.node === nodeId || to.node === nodeId);
}
