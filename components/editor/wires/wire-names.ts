import type { NodeLibrary } from "#graph/define-node";
import { portAt } from "#graph/rank-ports";
import type { Graph, GraphEdge } from "#graph/schema";
import { titleOf } from "#graph/title-of";

const MAX_NAMED = 4;

/** Wires as sentences name them: "Resize image to Pixels of Model", the first few of them. */
export function wireNames(graph: Graph, library: NodeLibrary, edges: readonly GraphEdge[]): string {
  const names = edges.slice(0, MAX_NAMED).map(({ from, to }) => {
    const [source, target] = [graph.nodes[from.node], graph.nodes[to.node]];
    const port = portAt(graph, library, { end: to, side: "inputs" })?.label ?? to.port;
    return `${source ? titleOf(source, library) : from.node} to ${port} of ${target ? titleOf(target, library) : to.node}`;
  });
  const more = edges.length - names.length;
  return more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", ");
}
