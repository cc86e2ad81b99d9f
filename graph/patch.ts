import type { Graph, GraphEdge, GraphGroup, GraphNode, GraphNote } from "./schema.ts";

/**
 * Before and after of each record that a change touches, so that undo is data and no command writes its own.
 * No `before` means added, no `after` means removed.
 */
export type GraphPatch = {
  nodes?: Record<string, RecordChange<GraphNode>>;
  edges?: Record<string, RecordChange<GraphEdge>>;
  notes?: Record<string, RecordChange<GraphNote>>;
  groups?: Record<string, RecordChange<GraphGroup>>;
};
export type RecordChange<T> = { before?: T; after?: T };

const tables = ["nodes", "edges", "notes", "groups"] as const;

/** The graph after the patch. Records that it does not touch are the same objects as before. */
export function applyPatch(graph: Graph, patch: GraphPatch): Graph {
  const next: Record<string, unknown> = { ...graph };
  for (const table of tables) {
    const changes = patch[table];
    if (!changes) continue;
    const records: Record<string, unknown> = { ...graph[table] };
    for (const [id, { after }] of Object.entries(changes)) {
      if (after === undefined) delete records[id];
      else records[id] = after;
    }
    next[table] = records;
  }
  return next as Graph;
}

/** The patch that takes back what this one did. */
export function invertPatch(patch: GraphPatch): GraphPatch {
  const inverted: Record<string, unknown> = {};
  for (const table of tables) {
    const changes = patch[table];
    if (!changes) continue;
    inverted[table] = Object.fromEntries(
      Object.entries(changes).map(([id, { before, after }]) => [
        id,
        { ...(after !== undefined && { before: after }), ...(before !== undefined && { after: before }) },
      ]),
    );
  }
  return inverted as GraphPatch;
}
