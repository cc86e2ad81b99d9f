import type { Graph } from "#graph/schema";

/** Whether two graphs have so many nodes in common that laying them over each other shows what differs: half of the smaller one. */
export function areAlike(a: Graph, b: Graph): boolean {
  const [one, other] = [Object.values(a.nodes), Object.values(b.nodes)];
  return sharedNodes(a, b) * 2 >= Math.min(one.length, other.length);
}

/** How many nodes of one id and type both have. */
export function sharedNodes(a: Graph, b: Graph): number {
  return Object.values(a.nodes).filter(({ id, type }) => Object.hasOwn(b.nodes, id) && b.nodes[id]!.type === type)
    .length;
}
