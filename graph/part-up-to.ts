import type { Graph } from "./schema.ts";

const cache = new WeakMap<Graph, { nodeId: string; part: Graph }>();

/**
 * The part of a graph that a node needs: the node, everything that it depends on however far away, and the edges that
 * arrive at them. Types, problems and plans of the part are those of the whole. Without nodes when the node is not there.
 */
export function partUpTo(graph: Graph, nodeId: string): Graph {
  const known = cache.get(graph);
  if (known?.nodeId === nodeId) return known.part;
  const writers = new Map<string, string[]>();
  for (const { from, to } of Object.values(graph.edges)) {
    const ofNode = writers.get(to.node);
    if (ofNode) ofNode.push(from.node);
    else writers.set(to.node, [from.node]);
  }
  const isThere = (id: string) => Object.hasOwn(graph.nodes, id);
  const needed = new Set([nodeId].filter(isThere));
  // The set grows while it is walked.
  for (const id of needed) for (const writer of writers.get(id) ?? []) if (isThere(writer)) needed.add(writer);
  const part: Graph = {
    ...graph,
    nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => needed.has(id))),
    edges: Object.fromEntries(Object.entries(graph.edges).filter(([, { to }]) => needed.has(to.node))),
  };
  cache.set(graph, { nodeId, part });
  return part;
}

/**
 * Whether a node has a place in a run: in one up to a target, only the target and what it depends on have.
 * A target that was deleted since says nothing of the nodes that are left.
 */
export function isInRun(graph: Graph, target: string | null, nodeId: string): boolean {
  if (target === null || !Object.hasOwn(graph.nodes, target)) return true;
  return Object.hasOwn(partUpTo(graph, target).nodes, nodeId);
}
