import type { Graph } from "#graph/schema";
import { topologyOf } from "#graph/topology";
import { readersOf, sourcesOf } from "./wiring-of.ts";

type Size = { width: number; height: number };
const GUTTER = 58;
const ROW_GAP = 26;

/**
 * Positions for all nodes in columns from left to right: each stands one column after the last that it reads from, near
 * its neighbours' height. The upper left corner stays where it is.
 */
export function tidyGraph(graph: Graph, sizeOf: (nodeId: string) => Size): Record<string, { x: number; y: number }> {
  const columns = columnsOf(graph);
  for (let sweep = 0; sweep < 4; sweep++) {
    columns.forEach((column) => sortByNeighbours(column, columns, (id) => sourcesOf(graph, id)));
    columns.toReversed().forEach((column) => sortByNeighbours(column, columns, (id) => readersOf(graph, id)));
  }
  const nodes = Object.values(graph.nodes);
  const origin = {
    x: Math.min(...nodes.map(({ position }) => position.x)),
    y: Math.min(...nodes.map(({ position }) => position.y)),
  };
  const positions: Record<string, { x: number; y: number }> = {};
  let x = origin.x;
  for (const column of columns) {
    let floor = origin.y;
    for (const id of column) {
      // Beside its first source where there is room, so that the wire between them runs straight.
      const source = sourcesOf(graph, id).find((other) => positions[other]);
      const y = Math.max(floor, source ? positions[source]!.y : floor);
      positions[id] = { x, y };
      floor = y + sizeOf(id).height + ROW_GAP;
    }
    x += Math.max(...column.map((id) => sizeOf(id).width)) + GUTTER;
  }
  return positions;
}

/** Nodes on cycles go into the first column: they have no order. */
function columnsOf(graph: Graph): string[][] {
  const { order } = topologyOf(graph);
  const ordered = new Set(order);
  const column = new Map<string, number>();
  for (const id of [...order, ...Object.keys(graph.nodes).filter((other) => !ordered.has(other))]) {
    column.set(id, Math.max(0, ...sourcesOf(graph, id).map((source) => (column.get(source) ?? -1) + 1)));
  }
  const columns: string[][] = [];
  for (const [id, index] of column) (columns[index] ??= []).push(id);
  for (const ids of columns) ids.sort((a, b) => (graph.nodes[a]?.position.y ?? 0) - (graph.nodes[b]?.position.y ?? 0));
  return columns;
}

function sortByNeighbours(column: string[], columns: string[][], neighbours: (id: string) => string[]): void {
  const rows = new Map(columns.flatMap((ids) => ids.map((id, row): [string, number] => [id, row])));
  const wanted = new Map(
    column.map((id) => {
      const rowsOfNeighbours = neighbours(id).flatMap((other) => rows.get(other) ?? []);
      const mean = rowsOfNeighbours.reduce((sum, row) => sum + row, 0) / rowsOfNeighbours.length;
      return [id, rowsOfNeighbours.length > 0 ? mean : (rows.get(id) ?? 0)];
    }),
  );
  column.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
}
