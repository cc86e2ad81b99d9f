import type { NodeLibrary } from "../define-node.ts";
import { mergePatches } from "../merge-patches.ts";
import { applyPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { portsOf } from "../ports-of.ts";
import { inputsTaking, outputsGiving, portAt, typeGiven } from "../rank-ports.ts";
import { newRefusal } from "../refused-edges.ts";
import type { Graph, GraphEdge, GraphNode } from "../schema.ts";
import { addNode } from "./add-records.ts";
import { connectPorts } from "./connect-ports.ts";

/**
 * Adds a node with one edge to a port that is there, which replaces what is at an input. Of the new node's ports the one that fits
 * best is taken, and named in the answer; null where none fits.
 */
export function addConnected(
  graph: Graph,
  library: NodeLibrary,
  { node, end, side, edgeId }: { node: GraphNode; end: GraphEdge["from"]; side: "input" | "output"; edgeId: string },
): { patch: GraphPatch; port: string } | null {
  const definition = library[node.type];
  if (!definition) return null;
  const added = addNode(graph, node);
  const withNode = applyPatch(graph, added);
  for (const port of candidates()) {
    const own = { node: node.id, port };
    const ends = side === "output" ? { from: end, to: own } : { from: own, to: end };
    const patch = mergePatches(added, connectPorts(withNode, { edgeId, ...ends }));
    if (newRefusal(library, { before: graph, after: applyPatch(graph, patch) }) === null) return { patch, port };
  }
  return null;

  function candidates(): string[] {
    const { inputs, outputs } = portsOf(node, definition!);
    if (side === "output") {
      const given = typeGiven(graph, library, end);
      return given ? inputsTaking(inputs, given) : [];
    }
    const wanted = portAt(graph, library, { end, side: "inputs" });
    return wanted ? outputsGiving(outputs, wanted.type) : [];
  }
}
