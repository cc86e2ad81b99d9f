import type { Graph, GraphEdge } from "./schema.ts";

export type Topology = {
  /** Node ids such that each comes after all that it reads from; those on a cycle, and behind one, are left out. */
  order: string[];
  /** Ids of nodes on a cycle. Empty when the graph has none. */
  cyclic: string[];
  /** By node, then by port; the first edge where there are several. */
  incoming: Map<string, Map<string, GraphEdge>>;
};

const cache = new WeakMap<Graph, Topology>();

/** O(nodes + edges). Edges to missing nodes are ignored. Kept per graph, which is never changed in place. */
export function topologyOf(graph: Graph): Topology {
  const known = cache.get(graph);
  if (known) return known;
  const incoming = new Map<string, Map<string, GraphEdge>>();
  const successors = new Map<string, string[]>();
  const waitsFor = new Map<string, number>();
  for (const id of Object.keys(graph.nodes)) {
    incoming.set(id, new Map());
    successors.set(id, []);
    waitsFor.set(id, 0);
  }
  for (const edge of Object.values(graph.edges)) {
    const ports = incoming.get(edge.to.node);
    const readers = successors.get(edge.from.node);
    if (!ports || !readers) continue;
    if (!ports.has(edge.to.port)) ports.set(edge.to.port, edge);
    readers.push(edge.to.node);
    waitsFor.set(edge.to.node, (waitsFor.get(edge.to.node) ?? 0) + 1);
  }
  const order = [...waitsFor].filter(([, count]) => count === 0).map(([id]) => id);
  // The list grows while it is walked: each node joins when the last one that it waits for has been passed.
  for (const id of order) {
    for (const reader of successors.get(id) ?? []) {
      const left = (waitsFor.get(reader) ?? 0) - 1;
      waitsFor.set(reader, left);
      if (left === 0) order.push(reader);
    }
  }
  const topology = { order, cyclic: cyclicNodes(successors, new Set(order)), incoming };
  cache.set(graph, topology);
  return topology;
}

/** What Kahn's walk leaves over is on a cycle or behind one; walking back from the ends removes the latter. */
function cyclicNodes(successors: Map<string, string[]>, ordered: Set<string>): string[] {
  const left = new Map(
    [...successors]
      .filter(([id]) => !ordered.has(id))
      .map(([id, readers]) => [id, readers.filter((to) => !ordered.has(to)).length]),
  );
  if (left.size === 0) return [];
  const writers = new Map<string, string[]>();
  for (const [id, readers] of successors) {
    if (!left.has(id)) continue;
    for (const reader of readers) writers.set(reader, [...(writers.get(reader) ?? []), id]);
  }
  const ends = [...left].filter(([, count]) => count === 0).map(([id]) => id);
  for (const id of ends) {
    left.delete(id);
    for (const writer of writers.get(id) ?? []) {
      const count = (left.get(writer) ?? 0) - 1;
      if (!left.has(writer)) continue;
      left.set(writer, count);
      if (count === 0) ends.push(writer);
    }
  }
  return [...left.keys()];
}

/** Whether something that leaves `from` can arrive at `to`; true for the node itself. */
export function isReachable(graph: Graph, from: string, to: string): boolean {
  const successors = new Map<string, string[]>();
  for (const edge of Object.values(graph.edges)) {
    const readers = successors.get(edge.from.node);
    if (readers) readers.push(edge.to.node);
    else successors.set(edge.from.node, [edge.to.node]);
  }
  const seen = new Set([from]);
  for (const id of seen) {
    if (id === to) return true;
    for (const reader of successors.get(id) ?? []) seen.add(reader);
  }
  return false;
}
