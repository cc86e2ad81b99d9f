import { canonicalJson } from "./canonical-json.ts";
import type { NodeLibrary } from "./define-node.ts";
import type { GraphChange, GraphRecord, GraphTable } from "./diff-graphs.ts";
import { paramMeta } from "./find-problems.ts";
import type { JsonValue } from "./json.ts";
import { portsOf } from "./ports-of.ts";
import type { Graph, GraphEdge, GraphGroup, GraphNode, GraphNote } from "./schema.ts";
import { titleOf } from "./title-of.ts";

/** `subject` is the thing, `what` became of it; `values` where one value took the place of another. */
export type ChangeWords = { subject: string; what: string; values?: { before: string; after: string } };

const MAX_VALUE_CHARACTERS = 60;
const tableWords: Record<GraphTable, string> = { nodes: "Node", edges: "Wire", notes: "Note", groups: "Frame" };
const fieldWords: Record<string, string> = {
  title: "Title",
  type: "Node type",
  version: "Version of the node type",
  position: "Position",
  size: "Size",
  disabled: "Mute or bypass",
  onError: "On error",
  retry: "Retries",
  timeoutMs: "Timeout (ms)",
  cache: "Cache",
  text: "Text",
  colour: "Colour",
  folded: "Folded",
  locked: "Locked",
  from: "From",
  to: "To",
};

/** A change as people say it. `graphs` are those that it lies between: a thing may be in one of them only. */
export function describeChange(
  change: GraphChange,
  { graphs, library }: { graphs: readonly Graph[]; library: NodeLibrary },
): ChangeWords {
  const subject = `${tableWords[change.table]} “${nameOf(change, { graphs, library })}”`;
  if (change.kind !== "changed") return { subject, what: change.kind };
  const say = (value: JsonValue | undefined) => describeField(change, value, { graphs, library });
  return {
    subject,
    what: fieldName(change, { graphs, library }),
    values: { before: say(change.before), after: say(change.after) },
  };
}

/** "At least: 0.5 → 0.7" without its subject. */
export function sentenceOfChange({ what, values }: Omit<ChangeWords, "subject">): string {
  return values ? `${what}: ${values.before} → ${values.after}` : what;
}

export function describeValue(value: JsonValue | undefined): string {
  if (value === undefined) return "not set";
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : canonicalJson(value);
  if (text === "") return "empty";
  return text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS - 1)}…` : text;
}

/** Ends of wires by node and port as they are called; what a frame folds away is only folded or not. */
function describeField(
  { table, field }: GraphChange & { kind: "changed" },
  value: JsonValue | undefined,
  where: { graphs: readonly Graph[]; library: NodeLibrary },
): string {
  if (field === "folded" || field === "locked") return value === undefined ? "no" : "yes";
  if (table !== "edges" || value === undefined) return describeValue(value);
  const { node: id, port } = value as GraphEdge["from"];
  const node = recordIn(where.graphs, { table: "nodes", id }) as GraphNode | undefined;
  const definition = node && Object.hasOwn(where.library, node.type) ? where.library[node.type] : undefined;
  const ports = node && definition && portsOf(node, definition)[field === "from" ? "outputs" : "inputs"];
  return `${nodeTitle(id, where)}, ${ports?.[port]?.label ?? port}`;
}

function fieldName(
  change: GraphChange & { kind: "changed" },
  { graphs, library }: { graphs: readonly Graph[]; library: NodeLibrary },
): string {
  const [outer, name] = splitField(change.field);
  if (outer === "pins") return `Pin of output “${name}”`;
  if (outer !== "params") return fieldWords[change.field] ?? change.field;
  const node = recordIn(graphs, change) as GraphNode | undefined;
  return (node && paramTitle(library, node.type, name)) ?? name;
}

function splitField(field: string): [outer: string, name: string] {
  const dot = field.indexOf(".");
  return dot < 0 ? ["", field] : [field.slice(0, dot), field.slice(dot + 1)];
}

/** What the form calls the param; undefined for one that has no title or is not known. */
function paramTitle(library: NodeLibrary, type: string, param: string): string | undefined {
  const definition = Object.hasOwn(library, type) ? library[type] : undefined;
  return definition && Object.hasOwn(definition.params.shape, param) ? paramMeta(definition, param)?.title : undefined;
}

function nameOf(change: GraphChange, where: { graphs: readonly Graph[]; library: NodeLibrary }): string {
  const record = change.kind === "changed" ? recordIn(where.graphs, change) : change.record;
  if (!record) return change.id;
  if (change.table === "nodes") return titleOf(record as GraphNode, where.library);
  if (change.table === "groups") return (record as GraphGroup).title;
  if (change.table === "notes") return describeValue((record as GraphNote).text.split("\n")[0]);
  const { from, to } = record as GraphEdge;
  return [from, to].map(({ node }) => nodeTitle(node, where)).join(" → ");
}

function nodeTitle(id: string, { graphs, library }: { graphs: readonly Graph[]; library: NodeLibrary }): string {
  const node = recordIn(graphs, { table: "nodes", id }) as GraphNode | undefined;
  return node ? titleOf(node, library) : id;
}

function recordIn(graphs: readonly Graph[], { table, id }: { table: GraphTable; id: string }): GraphRecord | undefined {
  for (const graph of graphs) {
    const records: Record<string, GraphRecord> = graph[table];
    if (Object.hasOwn(records, id)) return records[id];
  }
  return undefined;
}
