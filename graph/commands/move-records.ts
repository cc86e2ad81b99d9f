import type { GraphPatch, RecordChange } from "../patch.ts";
import type { Graph } from "../schema.ts";
import { moveBends } from "./bend-edges.ts";

type Position = { x: number; y: number };

/**
 * Puts nodes, notes and groups at new positions, by id. What is folded away in a group goes with it, and so do
 * the bends of edges between what is moved. What already lies there
 * is left out of the patch.
 */
export function moveRecords(graph: Graph, positions: Readonly<Record<string, Position>>): GraphPatch {
  const all = withFolded(graph, positions);
  const nodes = moved(graph.nodes, all);
  const movedBy = new Map(
    Object.entries(nodes).map(([id, { before, after }]) => {
      const [from, to] = [before!.position, after!.position]; // a move has both
      return [id, { x: to.x - from.x, y: to.y - from.y }];
    }),
  );
  return { nodes, notes: moved(graph.notes, all), groups: moved(graph.groups, all), ...moveBends(graph, movedBy) };
}

function withFolded(graph: Graph, positions: Readonly<Record<string, Position>>): Record<string, Position> {
  const all = { ...positions };
  const pending = Object.keys(positions);
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const group = graph.groups[id];
    if (!group?.folded) continue;
    const by = { x: all[id]!.x - group.position.x, y: all[id]!.y - group.position.y };
    for (const table of ["nodes", "notes", "groups"] as const) {
      for (const member of group.folded[table]) {
        const record = graph[table][member];
        if (!record || all[member]) continue;
        all[member] = { x: record.position.x + by.x, y: record.position.y + by.y };
        pending.push(member);
      }
    }
  }
  return all;
}

function moved<T extends { position: Position }>(
  records: Record<string, T>,
  positions: Readonly<Record<string, Position>>,
): Record<string, RecordChange<T>> {
  const changes: Record<string, RecordChange<T>> = {};
  for (const [id, position] of Object.entries(positions)) {
    const before = records[id];
    if (!before || (before.position.x === position.x && before.position.y === position.y)) continue;
    changes[id] = { before, after: { ...before, position } };
  }
  return changes;
}
