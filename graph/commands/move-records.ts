import type { GraphPatch, RecordChange } from "../patch.ts";
import type { Graph } from "../schema.ts";

type Position = { x: number; y: number };

/** Puts nodes, notes and groups at new positions, by id. What already lies there is left out of the patch. */
export function moveRecords(graph: Graph, positions: Readonly<Record<string, Position>>): GraphPatch {
  return {
    nodes: moved(graph.nodes, positions),
    notes: moved(graph.notes, positions),
    groups: moved(graph.groups, positions),
  };
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
