import type { Graph } from "#graph/schema";
import { readersOf, sourcesOf } from "./wiring-of.ts";

export type Direction = "left" | "right" | "up" | "down";

/** The node to which an arrow key goes: along a wire to the sides, else the nearest one that way. */
export function neighbourOf(graph: Graph, nodeId: string, direction: Direction): string | null {
  const wired = direction === "right" ? readersOf(graph, nodeId) : direction === "left" ? sourcesOf(graph, nodeId) : [];
  const candidates = wired.filter((id) => graph.nodes[id]);
  return nearest(
    graph,
    nodeId,
    candidates.length > 0 ? { among: candidates } : { among: Object.keys(graph.nodes), direction },
  );
}

function nearest(
  graph: Graph,
  nodeId: string,
  { among, direction }: { among: readonly string[]; direction?: Direction },
): string | null {
  const from = graph.nodes[nodeId]?.position;
  if (!from) return null;
  let best: string | null = null;
  let least = Infinity;
  for (const id of among) {
    const to = graph.nodes[id]?.position;
    if (!to || id === nodeId) continue;
    const along = { left: from.x - to.x, right: to.x - from.x, up: from.y - to.y, down: to.y - from.y };
    if (direction && along[direction] <= 0) continue;
    const isLevel = direction === "left" || direction === "right";
    const across = isLevel ? Math.abs(to.y - from.y) : Math.abs(to.x - from.x);
    const distance = direction ? along[direction] + 3 * across : Math.hypot(to.x - from.x, to.y - from.y);
    if (distance >= least) continue;
    least = distance;
    best = id;
  }
  return best;
}
