import type { AnyNodeDefinition, Category, NodeLibrary } from "#graph/define-node";
import type { Kind } from "#graph/kinds";

export const categoryTitles: Record<Category, string> = {
  "input-output": "Input and output",
  image: "Image",
  model: "Model",
  tensor: "Tensor",
  table: "Table",
  text: "Text",
  logic: "Lists and logic",
};

/** Kinds that a node type takes and gives, each once, the given ones last. */
export function kindsOf({ inputs, outputs }: AnyNodeDefinition): Kind[] {
  const ports = [...Object.values(inputs), ...Object.values(outputs)];
  return [...new Set(ports.flatMap(({ type }) => (type.kind === "any" ? [] : [type.kind])))];
}

/**
 * Node types whose title, keywords, category, port kinds or summary hold every word of the query; those whose title
 * begins with it first. An empty query gives all.
 */
export function searchNodes(library: NodeLibrary, query: string): AnyNodeDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = Object.values(library).flatMap((definition) => {
    const ranks = words.map((word) => rankOf(definition, word));
    return ranks.includes(null)
      ? []
      : [{ definition, rank: ranks.reduce<number>((sum, rank) => sum + (rank ?? 0), 0) }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ definition }) => definition);
}

/** 0 is best; null: nowhere. */
function rankOf(definition: AnyNodeDefinition, word: string): number | null {
  const title = definition.title.toLowerCase();
  if (title.startsWith(word)) return 0;
  if (title.split(/\s+/).some((part) => part.startsWith(word))) return 1;
  if (title.includes(word) || definition.type.includes(word)) return 2;
  if (definition.keywords?.some((keyword) => keyword.toLowerCase().includes(word))) return 3;
  if (kindsOf(definition).some((kind) => kind.startsWith(word))) return 4;
  if (categoryTitles[definition.category].toLowerCase().includes(word)) return 5;
  return definition.summary.toLowerCase().includes(word) ? 6 : null;
}
