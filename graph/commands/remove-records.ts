import type { GraphPatch, RecordChange } from "../patch.ts";
import type { Graph } from "../schema.ts";

/** Removes nodes, edges, notes and groups by id, and the edges of the nodes that go. Unknown ids are passed over. */
export function removeRecords(graph: Graph, ids: Iterable<string>): GraphPatch {
  const gone = new Set(ids);
  const edges = Object.values(graph.edges).filter(
    (edge) => gone.has(edge.id) || gone.has(edge.from.node) || gone.has(edge.to.node),
  );
  return {
    nodes: removed(Object.values(graph.nodes).filter(({ id }) => gone.has(id))),
    edges: removed(edges),
    notes: removed(Object.values(graph.notes).filter(({ id }) => gone.has(id))),
    groups: removed(Object.values(graph.groups).filter(({ id }) => gone.has(id))),
  };
}

function removed<T extends { id: string }>(records: T[]): Record<string, RecordChange<T>> {
  return Object.fromEntries(records.map((before) => [before.id, { before }]));
}
