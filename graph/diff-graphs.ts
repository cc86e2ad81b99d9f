import { canonicalJson } from "./canonical-json.ts";
import type { JsonValue } from "./json.ts";
import type { GraphPatch } from "./patch.ts";
import type { Graph, GraphEdge, GraphGroup, GraphNode, GraphNote } from "./schema.ts";

export const graphTables = ["nodes", "edges", "notes", "groups"] as const;
export type GraphTable = (typeof graphTables)[number];
export type GraphRecord = GraphNode | GraphEdge | GraphNote | GraphGroup;

/**
 * One thing that differs between two graphs. `field` is a field of the record, or "params.x" and "pins.x" for one param and
 * one pin; an absent `before` or `after` says that the field is not set there.
 */
export type GraphChange =
  | { kind: "added"; table: GraphTable; id: string; record: GraphRecord }
  | { kind: "removed"; table: GraphTable; id: string; record: GraphRecord }
  | { kind: "changed"; table: GraphTable; id: string; field: string; before?: JsonValue; after?: JsonValue };

/** Fields that hold a record of their own, each entry of which is a setting by itself. */
const nested = ["params", "pins"];
const places = ["position", "size"];

/** Whether it only concerns where a thing lies and how large it is. */
export function isMove(change: GraphChange): boolean {
  return change.kind === "changed" && places.includes(change.field);
}

/** All that differs, field by field: applied to `before` it gives `after`. */
export function diffGraphs(before: Graph, after: Graph): GraphChange[] {
  return graphTables.flatMap((table) => {
    const [old, now]: Record<string, GraphRecord>[] = [before[table], after[table]];
    const removed = Object.values(old!).flatMap((record): GraphChange[] =>
      Object.hasOwn(now!, record.id) ? [] : [{ kind: "removed", table, id: record.id, record }],
    );
    const rest = Object.values(now!).flatMap((record): GraphChange[] => {
      const earlier = Object.hasOwn(old!, record.id) ? old![record.id] : undefined;
      if (!earlier) return [{ kind: "added", table, id: record.id, record }];
      return earlier === record ? [] : diffRecords(table, earlier, record);
    });
    return [...removed, ...rest];
  });
}

/** What differs between two states of one record. */
export function diffRecords(table: GraphTable, before: GraphRecord, after: GraphRecord): GraphChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((field): GraphChange[] => {
    const [was, is] = [old.get(field), now.get(field)];
    if (was === is || (was !== undefined && is !== undefined && canonicalJson(was) === canonicalJson(is))) return [];
    return [
      {
        kind: "changed",
        table,
        id: after.id,
        field,
        ...(was !== undefined && { before: was }),
        ...(is !== undefined && { after: is }),
      },
    ];
  });
}

function fieldsOf(record: GraphRecord): Map<string, JsonValue> {
  const fields = new Map<string, JsonValue>();
  for (const [field, value] of Object.entries(record) as [string, JsonValue | undefined][]) {
    if (field === "id" || value === undefined) continue;
    if (!nested.includes(field)) fields.set(field, value);
    else
      for (const [name, one] of Object.entries(value as Record<string, JsonValue>)) fields.set(`${field}.${name}`, one);
  }
  return fields;
}

/** The graph with the changes made to it. Fields of a record that is not there are passed over. */
export function applyChanges(graph: Graph, changes: readonly GraphChange[]): Graph {
  const next: Record<string, Record<string, GraphRecord>> = {};
  for (const change of changes) {
    const { table, id } = change;
    const records = (next[table] ??= { ...graph[table] });
    if (change.kind === "added") records[id] = change.record;
    else if (change.kind === "removed") delete records[id];
    else if (Object.hasOwn(records, id)) records[id] = withField(records[id]!, change.field, change.after);
  }
  return { ...graph, ...next } as Graph;
}

function withField(record: GraphRecord, field: string, value: JsonValue | undefined): GraphRecord {
  const copy: Record<string, unknown> = { ...record };
  const outer = nested.find((name) => field.startsWith(`${name}.`));
  const [target, name] = outer
    ? [{ ...(copy[outer] as object) } as typeof copy, field.slice(outer.length + 1)]
    : [copy, field];
  if (value === undefined) delete target[name];
  else target[name] = value;
  if (outer) copy[outer] = target;
  // Pins are left out where there are none; params never are.
  if (outer === "pins" && Object.keys(target).length === 0) delete copy.pins;
  // The fields are those of a record of this table: only its own were compared.
  return copy as GraphRecord;
}

/** The patch that leads from one graph to the other. */
export function patchBetween(before: Graph, after: Graph): GraphPatch {
  const patch: Record<string, Record<string, { before?: GraphRecord; after?: GraphRecord }>> = {};
  for (const { table, id } of diffGraphs(before, after)) {
    const [old, now]: Record<string, GraphRecord>[] = [before[table], after[table]];
    (patch[table] ??= {})[id] = { ...(old![id] && { before: old![id] }), ...(now![id] && { after: now![id] }) };
  }
  return patch as GraphPatch;
}
