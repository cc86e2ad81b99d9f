import type { Problem } from "#graph/problems";

type Index = {
  /** By node, what is wrong with it, in the order of the problems. */
  byNode: ReadonlyMap<string, readonly Problem[]>;
  /** Edges that keep the graph from running. */
  refusedEdges: ReadonlySet<string>;
};
const cache = new WeakMap<readonly Problem[], Index>();

/** What is wrong, by where: each node and wire asks at each change, and a large graph may have as many problems as nodes. */
export function problemIndex(problems: readonly Problem[]): Index {
  const known = cache.get(problems);
  if (known) return known;
  const byNode = new Map<string, Problem[]>();
  const refusedEdges = new Set<string>();
  for (const problem of problems) {
    const { nodeId, edgeId, severity } = problem;
    if (edgeId !== undefined && severity === "error") refusedEdges.add(edgeId);
    if (nodeId === undefined) continue;
    const ofNode = byNode.get(nodeId);
    if (ofNode) ofNode.push(problem);
    else byNode.set(nodeId, [problem]);
  }
  const index = { byNode, refusedEdges };
  cache.set(problems, index);
  return index;
}
