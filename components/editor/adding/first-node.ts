import type { Graph } from "#graph/schema";

const cache = new WeakMap<Graph["nodes"], string | undefined>();

/** The id of the node that the document names first. Kept, since listing the keys of a large record takes as long as the record. */
export function firstNode({ nodes }: Pick<Graph, "nodes">): string | undefined {
  if (!cache.has(nodes)) cache.set(nodes, Object.keys(nodes)[0]);
  return cache.get(nodes);
}
