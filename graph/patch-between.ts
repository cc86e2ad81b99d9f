import type { GraphPatch, RecordChange } from "./patch.ts";
import type { Graph } from "./schema.ts";

const tables = ["nodes", "edges", "notes", "groups"] as const;

/** The patch that makes one graph of the other; records that are the same object in both are not in it. */
export function patchBetween(before: Graph, after: Graph): GraphPatch {
  const patch: Record<string, unknown> = {};
  for (const table of tables) {
    const [old, next]: Record<string, unknown>[] = [before[table], after[table]];
    const ids = new Set([...Object.keys(old!), ...Object.keys(next!)]);
    const changes = [...ids].flatMap((id): [string, RecordChange<unknown>][] => {
      if (old![id] === next![id]) return [];
      return [[id, { ...(id in old! && { before: old![id] }), ...(id in next! && { after: next![id] }) }]];
    });
    if (changes.length > 0) patch[table] = Object.fromEntries(changes);
  }
  return patch as GraphPatch;
}
