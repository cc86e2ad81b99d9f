import type { NodeLibrary } from "./define-node.ts";
import { paramMeta } from "./find-problems.ts";
import type { JsonValue } from "./json.ts";
import type { Graph, GraphNode } from "./schema.ts";
import { titleOf } from "./title-of.ts";
import { topologyOf } from "./topology.ts";

/** What is looked for, as it stands; not a pattern. */
export type Wanted = { words: string; matchCase: boolean };

/** Where in the document some words stand. */
export type FoundAt =
  | { table: "nodes"; id: string; place: "title" | "type" }
  | { table: "nodes"; id: string; place: "param"; path: readonly [name: string, ...rest: (string | number)[]] }
  | { table: "notes" | "groups"; id: string; place: "text" };

/** `text` is the whole of it; `label` says what of the record it is. What is fixed follows from something else and cannot be replaced. */
export type Found = FoundAt & { title: string; label: string; text: string; isFixed: boolean };

/** Every place that holds the words: nodes in the order in which they run, then frames and notes. */
export function findWords(graph: Graph, library: NodeLibrary, wanted: Wanted): Found[] {
  if (wanted.words === "") return [];
  const { order } = topologyOf(graph);
  const nodes = [...new Set([...order, ...Object.keys(graph.nodes)])].map((id) => graph.nodes[id]!);
  const all: Found[] = [
    ...nodes.flatMap((node) => inNode(node, library)),
    ...Object.values(graph.groups).map(({ id, title }): Found => {
      return { table: "groups", id, place: "text", title, label: "Title of the frame", text: title, isFixed: false };
    }),
    ...Object.values(graph.notes).map(({ id, text }): Found => {
      return { table: "notes", id, place: "text", title: "Note", label: "Text", text, isFixed: false };
    }),
  ];
  return all.filter(({ text }) => patternOf(wanted).test(text));
}

/** The words wherever they stand in a text. */
export function patternOf({ words, matchCase }: Wanted): RegExp {
  return new RegExp(words.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"), matchCase ? "gu" : "giu");
}

function inNode(node: GraphNode, library: NodeLibrary): Found[] {
  const title = titleOf(node, library);
  const definition = Object.hasOwn(library, node.type) ? library[node.type] : undefined;
  const at = { table: "nodes", id: node.id, title } as const;
  const own = node.title;
  const found: Found[] =
    own === undefined ? [] : [{ ...at, place: "title", label: "Title", text: own, isFixed: false }];
  found.push({ ...at, place: "type", label: "Node type", text: definition?.title ?? node.type, isFixed: true });
  for (const [name, value] of Object.entries(node.params)) {
    const label = (definition && paramMeta(definition, name)?.title) ?? name;
    for (const { path, text, isFixed } of leavesOf(value, [name])) {
      found.push({ ...at, place: "param", path, label, text, isFixed });
    }
  }
  return found;
}

type Leaf = { path: readonly [string, ...(string | number)[]]; text: string; isFixed: boolean };

function leavesOf(value: JsonValue, path: Leaf["path"]): Leaf[] {
  if (typeof value === "string" || typeof value === "number") return [{ path, text: String(value), isFixed: false }];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  // What was chosen (a model, a file, a workflow) is one thing: its name is that of what it refers to.
  if ("hash" in value || ("inputs" in value && "outputs" in value)) {
    const key = "name" in value ? "name" : "title";
    return typeof value[key] === "string" ? [{ path: [...path, key], text: value[key], isFixed: true }] : [];
  }
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}
