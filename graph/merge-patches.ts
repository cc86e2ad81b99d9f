import type { GraphPatch, RecordChange } from "./patch.ts";

const tables = ["nodes", "edges", "notes", "groups"] as const;

/** One patch that does what the two do one after the other. */
export function mergePatches(first: GraphPatch, second: GraphPatch): GraphPatch {
  const merged: Record<string, unknown> = {};
  for (const table of tables) {
    const earlier: Record<string, RecordChange<unknown>> = first[table] ?? {};
    const later: Record<string, RecordChange<unknown>> = second[table] ?? {};
    const changes: Record<string, RecordChange<unknown>> = { ...earlier };
    for (const [id, change] of Object.entries(later)) {
      const before = id in earlier ? earlier[id]!.before : change.before;
      changes[id] = {
        ...(before !== undefined && { before }),
        ...(change.after !== undefined && { after: change.after }),
      };
    }
    if (Object.keys(changes).length > 0) merged[table] = changes;
  }
  return merged as GraphPatch;
}

export function isEmptyPatch(patch: GraphPatch): boolean {
  return tables.every((table) => Object.keys(patch[table] ?? {}).length === 0);
}
