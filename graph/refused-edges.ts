import type { NodeLibrary } from "./define-node.ts";
import { inferTypes } from "./infer-types.ts";
import { portsOf } from "./ports-of.ts";
import type { Graph, GraphEdge } from "./schema.ts";
import { titleOf } from "./title-of.ts";
import { topologyOf } from "./topology.ts";

const cache = new WeakMap<Graph, { library: NodeLibrary; refused: Map<string, string> }>();

/**
 * The edges that cannot stay as they are, each with the reason as a sentence: what they carry does not fit, they lead to a port
 * that is not there, share an input, or close a cycle. Of nodes of an unknown type nothing is known, so nothing is said.
 */
export function refusedEdges(graph: Graph, library: NodeLibrary): ReadonlyMap<string, string> {
  const known = cache.get(graph);
  if (known?.library === library) return known.refused;
  const { incoming, cyclic } = topologyOf(graph);
  const cycle = new Set(cyclic);
  const refused = new Map<string, string>();
  for (const edge of Object.values(graph.edges)) {
    const isFirst = incoming.get(edge.to.node)?.get(edge.to.port)?.id === edge.id;
    if (!hasPort(graph, library, { end: edge.from, side: "outputs" })) refused.set(edge.id, gone(edge.from));
    else if (!hasPort(graph, library, { end: edge.to, side: "inputs" })) refused.set(edge.id, gone(edge.to));
    else if (!isFirst) refused.set(edge.id, `The input "${edge.to.port}" takes one edge.`);
    else if (cycle.has(edge.from.node) && cycle.has(edge.to.node)) refused.set(edge.id, "It would close a cycle.");
  }
  for (const [nodeId, { refusals }] of inferTypes(graph, library)) {
    for (const { port, reason } of refusals) {
      const edge = incoming.get(nodeId)?.get(port);
      const node = graph.nodes[nodeId];
      const definition = node && library[node.type];
      if (!edge || !definition) continue;
      const label = portsOf(node, definition).inputs[port]?.label ?? port;
      refused.set(edge.id, `"${label}" of "${titleOf(node, library)}" ${reason}.`);
    }
  }
  cache.set(graph, { library, refused });
  return refused;
}

/** The reason for the first edge that is refused after a change and was not before; null where there is none. */
export function newRefusal(library: NodeLibrary, { before, after }: { before: Graph; after: Graph }): string | null {
  const known = refusedEdges(before, library);
  for (const [edgeId, reason] of refusedEdges(after, library)) if (!known.has(edgeId)) return reason;
  return null;
}

function hasPort(
  graph: Graph,
  library: NodeLibrary,
  { end, side }: { end: GraphEdge["from"]; side: "inputs" | "outputs" },
): boolean {
  const node = graph.nodes[end.node];
  if (!node) return false;
  const definition = library[node.type];
  return !definition || Object.hasOwn(portsOf(node, definition)[side], end.port);
}

function gone({ node, port }: GraphEdge["from"]): string {
  return `The node "${node}" has no port "${port}".`;
}
