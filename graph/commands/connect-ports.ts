import type { GraphPatch } from "../patch.ts";
import type { Graph, GraphEdge } from "../schema.ts";

/**
 * Connects an output port to an input port.
 * An input takes one edge, so an edge already there is replaced in the same patch: one undo restores it.
 * Whether the types fit is `canConnect`'s question, asked before the drag ends; this command trusts its caller.
 */
export function connectPorts(
  graph: Graph,
  { edgeId, from, to }: { edgeId: string; from: GraphEdge["from"]; to: GraphEdge["to"] },
): GraphPatch {
  const replaced = Object.values(graph.edges).filter(
    (edge) => edge.to.node === to.node && edge.to.port === to.port && edge.id !== edgeId,
  );
  const before = graph.edges[edgeId];
  return {
    edges: {
      ...Object.fromEntries(replaced.map((edge) => [edge.id, { before: edge }])),
      [edgeId]: { ...(before && { before }), after: { id: edgeId, from, to } },
    },
  };
}
