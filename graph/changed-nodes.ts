import { canonicalJson } from "./canonical-json.ts";
import type { Graph, GraphNode } from "./schema.ts";
import { topologyOf } from "./topology.ts";

/**
 * Of some nodes and all above them, those that would compute otherwise than in the graph as it was before: added since,
 * with other settings or other pins, or fed from elsewhere. What only concerns the drawing, names and retries is no change.
 */
export function changedNodes(before: Graph, now: Graph, nodeIds: Iterable<string>): string[] {
  const { incoming } = topologyOf(now);
  const above = new Set(nodeIds);
  for (const id of above) for (const { from } of incoming.get(id)?.values() ?? []) above.add(from.node);
  return Object.values(now.nodes).flatMap(({ id }) =>
    above.has(id) && describe(before, id) !== describe(now, id) ? [id] : [],
  );
}

function describe(graph: Graph, nodeId: string): string | null {
  const node: GraphNode | undefined = graph.nodes[nodeId];
  if (!node) return null;
  const { type, version, params, disabled = false, onError = null, pins = null } = node;
  const edges = [...(topologyOf(graph).incoming.get(nodeId) ?? [])].map(([port, { from }]) => [port, from] as const);
  return canonicalJson({ type, version, params, disabled, onError, pins, edges: Object.fromEntries(edges) });
}
