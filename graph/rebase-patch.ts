import { canonicalJson } from "./canonical-json.ts";
import { applyChanges, diffRecords, graphTables, patchBetween } from "./diff-graphs.ts";
import type { GraphChange, GraphRecord } from "./diff-graphs.ts";
import { inputOf, withoutLooseWires } from "./merge-graphs.ts";
import { applyPatch } from "./patch.ts";
import type { GraphPatch, RecordChange } from "./patch.ts";
import type { Graph } from "./schema.ts";

/**
 * The patch as it can still be done on a graph in which others have worked since: field by field, and only where what it
 * wants to change is as it left it. On the graph that it was made for it is the same patch.
 */
export function rebasePatch(graph: Graph, patch: GraphPatch): GraphPatch {
  if (fits(graph, patch)) return patch;
  const changes = graphTables.flatMap((table) =>
    Object.entries((patch[table] ?? {}) as Record<string, RecordChange<GraphRecord>>).flatMap(
      ([id, { before, after }]): GraphChange[] => {
        const records: Record<string, GraphRecord> = graph[table];
        const now = Object.hasOwn(records, id) ? records[id] : undefined;
        if (!before && after) return now ? [] : [{ kind: "added", table, id, record: after }];
        if (!before || !now) return [];
        // What someone else has worked on since is not taken away from them.
        if (!after) return isEqual(before, now) ? [{ kind: "removed", table, id, record: now }] : [];
        const others = new Set(diffRecords(table, before, now).map((change) => "field" in change && change.field));
        return diffRecords(table, before, after).filter((change) => "field" in change && !others.has(change.field));
      },
    ),
  );
  return patchBetween(graph, withoutLooseWires(applyChanges(graph, withoutOthersWires(graph, changes))));
}

/** Leaves out what would cost a wire that is none of the patch's: its node removed, or its input taken. */
function withoutOthersWires(graph: Graph, changes: readonly GraphChange[]): GraphChange[] {
  const touched = new Set(changes.flatMap(({ table, id }) => (table === "edges" ? [id] : [])));
  const others = Object.values(graph.edges).filter(({ id }) => !touched.has(id));
  const wired = new Set(others.flatMap(({ from, to }) => [from.node, to.node]));
  const taken = new Set(others.map(inputOf));
  const { edges } = applyChanges(graph, changes);
  return changes.filter(({ kind, table, id }) => {
    if (table === "nodes") return kind !== "removed" || !wired.has(id);
    const edge = table === "edges" ? edges[id] : undefined;
    return !edge || !taken.has(inputOf(edge));
  });
}

function fits(graph: Graph, patch: GraphPatch): boolean {
  const isAsLeft = graphTables.every((table) => {
    const records: Record<string, GraphRecord> = graph[table];
    return Object.entries((patch[table] ?? {}) as Record<string, RecordChange<GraphRecord>>).every(([id, { before }]) =>
      isEqual(before, Object.hasOwn(records, id) ? records[id] : undefined),
    );
  });
  if (!isAsLeft) return false;
  const next = applyPatch(graph, patch);
  return withoutLooseWires(next) === next;
}

function isEqual(a: GraphRecord | undefined, b: GraphRecord | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));
}
