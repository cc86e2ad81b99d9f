import type { NodeLibrary } from "#graph/define-node";
import type { JsonValue } from "#graph/json";
import type { Graph } from "#graph/schema";
import { cardOf } from "../nodes/card-of.ts";
import { paramFields, paramText, paramValue } from "../inspector/param-form.ts";

/** `where` says what of the node holds the words, where it is not its title. */
export type FoundNode = { nodeId: string; title: string; icon: string; where: string | null };

const MAX_VALUE_CHARACTERS = 40;

/**
 * The nodes that hold every word of the query in their title, the title or name of their type, or one of their params;
 * those that hold them in their title first. An empty query finds none.
 */
export function searchGraph(graph: Graph, library: NodeLibrary, query: string): FoundNode[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = Object.keys(graph.nodes).flatMap((nodeId) => findIn(nodeId, { graph, library, words }) ?? []);
  return found.sort((a, b) => Number(a.where !== null) - Number(b.where !== null));
}

function findIn(
  nodeId: string,
  { graph, library, words }: { graph: Graph; library: NodeLibrary; words: readonly string[] },
): FoundNode | null {
  const card = cardOf(graph, library, nodeId);
  const node = graph.nodes[nodeId];
  if (!card || !node) return null;
  const { title, icon, definition } = card;
  if (holdsAll(title, words)) return { nodeId, title, icon, where: null };
  const typeTitle = definition?.title ?? node.type;
  const rest = words.filter((word) => !title.toLowerCase().includes(word));
  if (holdsAll(`${typeTitle} ${node.type}`, rest)) return { nodeId, title, icon, where: typeTitle };
  for (const { name, text } of paramsOf(node.params, definition)) {
    if (holdsAll(`${name} ${text}`, rest)) return { nodeId, title, icon, where: `${name}: ${cut(text)}` };
  }
  return null;
}

function paramsOf(
  params: Readonly<Record<string, JsonValue>>,
  definition: NodeLibrary[string] | null,
): { name: string; text: string }[] {
  if (!definition) return Object.entries(params).map(([name, value]) => ({ name, text: JSON.stringify(value) }));
  return paramFields(definition).map((field) => ({
    name: field.title,
    text: paramText(field, paramValue(field, params)),
  }));
}

function holdsAll(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > MAX_VALUE_CHARACTERS ? `${line.slice(0, MAX_VALUE_CHARACTERS)}…` : line;
}
