import type { NodeLibrary } from "../define-node.ts";
import { inferTypes } from "../infer-types.ts";
import { mergePatches } from "../merge-patches.ts";
import { applyPatch } from "../patch.ts";
import type { GraphPatch } from "../patch.ts";
import { newRefusal } from "../refused-edges.ts";
import type { Graph, GraphEdge } from "../schema.ts";
import { topologyOf } from "../topology.ts";
import { connectPorts } from "./connect-ports.ts";
import { removeRecords } from "./remove-records.ts";

/**
 * Removes records as `removeRecords` does, and joins what fed the nodes that go to what read from them, wherever that fits.
 * `lost` are the edges to nodes that stay for which nothing was found to take their place.
 */
export function removeAndHeal(
  graph: Graph,
  library: NodeLibrary,
  { ids, newId }: { ids: Iterable<string>; newId: () => string },
): { patch: GraphPatch; lost: GraphEdge[] } {
  const gone = new Set(ids);
  let patch = removeRecords(graph, gone);
  let healed = applyPatch(graph, patch);
  const lost: GraphEdge[] = [];
  for (const edge of Object.values(graph.edges)) {
    const isOpened = gone.has(edge.from.node) && graph.nodes[edge.from.node] && healed.nodes[edge.to.node];
    if (!isOpened) continue;
    const joined = sourcesBehind(graph, library, { end: edge.from, gone })
      .map((from) => connectPorts(healed, { edgeId: newId(), from, to: edge.to }))
      .find((join) => newRefusal(library, { before: healed, after: applyPatch(healed, join) }) === null);
    if (!joined) {
      lost.push(edge);
      continue;
    }
    patch = mergePatches(patch, joined);
    healed = applyPatch(healed, joined);
  }
  return { patch, lost };
}

/**
 * Outputs of nodes that stay from which an output that goes was made, the likeliest first: through inputs called as the output is,
 * then through those of its kind, then the others in the order of the ports.
 */
function sourcesBehind(
  graph: Graph,
  library: NodeLibrary,
  { end, gone }: { end: GraphEdge["from"]; gone: ReadonlySet<string> },
): GraphEdge["from"][] {
  const { incoming } = topologyOf(graph);
  const types = inferTypes(graph, library);
  const seen = new Set<string>();
  const found: GraphEdge["from"][] = [];
  follow(end);
  return found;

  function follow({ node, port }: GraphEdge["from"]) {
    if (seen.has(`${node} ${port}`)) return;
    seen.add(`${node} ${port}`);
    const kind = types.get(node)?.outputs[port]?.type.kind;
    const rank = ([name, { from }]: [string, GraphEdge]) =>
      name === port ? 0 : types.get(from.node)?.outputs[from.port]?.type.kind === kind ? 1 : 2;
    const edges = [...(incoming.get(node) ?? [])].sort((a, b) => rank(a) - rank(b));
    for (const [, { from }] of edges) {
      if (gone.has(from.node)) follow(from);
      else if (graph.nodes[from.node]) found.push(from);
    }
  }
}
