import type { GraphPatch } from "../patch.ts";
import type { Graph, GraphEdge } from "../schema.ts";

type Point = { x: number; y: number };

/** Leads an edge through points of the canvas, from its source on; with none it runs as the canvas sees fit. */
export function bendEdge(graph: Graph, { edgeId, bends }: { edgeId: string; bends: readonly Point[] }): GraphPatch {
  const before = graph.edges[edgeId];
  if (!before || isSame(before.bends ?? [], bends)) return {};
  return { edges: { [edgeId]: { before, after: withBends(before, bends) } } };
}

/** Takes the bends of all edges away, or of these. */
export function straightenEdges(graph: Graph, ids: Iterable<string> = Object.keys(graph.edges)): GraphPatch {
  const changes = [...ids].flatMap((id) => {
    const before = graph.edges[id];
    return before?.bends ? [[id, { before, after: withBends(before, []) }] as const] : [];
  });
  return changes.length > 0 ? { edges: Object.fromEntries(changes) } : {};
}

/** Moves the bends of edges of which both ends go the same way. */
export function moveBends(graph: Graph, movedBy: ReadonlyMap<string, Point>): GraphPatch {
  const changes = Object.values(graph.edges).flatMap((before) => {
    const [by, toBy] = [movedBy.get(before.from.node), movedBy.get(before.to.node)];
    if (!before.bends || !by || !toBy || by.x !== toBy.x || by.y !== toBy.y) return [];
    const bends = before.bends.map(({ x, y }) => ({ x: x + by.x, y: y + by.y }));
    return [[before.id, { before, after: { ...before, bends } }] as const];
  });
  return changes.length > 0 ? { edges: Object.fromEntries(changes) } : {};
}

function withBends({ bends: _bends, ...edge }: GraphEdge, bends: readonly Point[]): GraphEdge {
  return bends.length > 0 ? { ...edge, bends: bends.map(({ x, y }) => ({ x, y })) } : edge;
}

function isSame(a: readonly Point[], b: readonly Point[]): boolean {
  return a.length === b.length && a.every(({ x, y }, index) => x === b[index]!.x && y === b[index]!.y);
}
