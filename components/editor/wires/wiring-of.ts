import type { Graph, GraphEdge } from "#graph/schema";
import { topologyOf } from "#graph/topology";

type Wiring = {
  /** By node, then by port: an input takes one edge. */
  incoming: Map<string, Map<string, GraphEdge>>;
  outgoing: Map<string, Map<string, GraphEdge[]>>;
};

const cache = new WeakMap<Graph, Wiring>();

/** Which edges are at which port. Kept per graph, which is never changed in place. */
export function wiringOf(graph: Graph): Wiring {
  const known = cache.get(graph);
  if (known) return known;
  const outgoing: Wiring["outgoing"] = new Map();
  for (const edge of Object.values(graph.edges)) {
    const ports = outgoing.get(edge.from.node) ?? new Map<string, GraphEdge[]>();
    outgoing.set(edge.from.node, ports);
    ports.set(edge.from.port, [...(ports.get(edge.from.port) ?? []), edge]);
  }
  const wiring = { incoming: topologyOf(graph).incoming, outgoing };
  cache.set(graph, wiring);
  return wiring;
}

/** The nodes that read from this one, those of the first port first, without repeats. */
export function readersOf(graph: Graph, nodeId: string): string[] {
  const ports = wiringOf(graph).outgoing.get(nodeId);
  return [...new Set([...(ports?.values() ?? [])].flat().map(({ to }) => to.node))];
}

export function sourcesOf(graph: Graph, nodeId: string): string[] {
  const ports = wiringOf(graph).incoming.get(nodeId);
  return [...new Set([...(ports?.values() ?? [])].map(({ from }) => from.node))];
}
