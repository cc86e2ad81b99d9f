import { findConverters } from "#graph/can-connect";
import { insertBetween } from "#graph/commands/insert-between";
import { freshNode } from "#graph/fresh-node";
import { portAt, typeGiven } from "#graph/rank-ports";
import type { GraphEdge } from "#graph/schema";
import type { EditorState } from "../editor-store.ts";

/** More than these are no help in a refusal. */
const MAX_CONVERTERS = 3;

/** Node types that, put between two ports which do not fit, make them fit in this graph. */
export function convertersBetween(
  { graph, library }: Pick<EditorState, "graph" | "library">,
  { from, to }: Pick<GraphEdge, "from" | "to">,
): string[] {
  const given = typeGiven(graph, library, from);
  const target = portAt(graph, library, { end: to, side: "inputs" });
  if (!given || !target) return [];
  let trials = 0;
  const newId = () => `trial-${trials++}`;
  return findConverters(library, given, target.type)
    .filter((type) => {
      const definition = library[type];
      if (!definition) return false;
      const node = freshNode(definition, { id: "trial", gives: target });
      return insertBetween(graph, library, { node, from, to, newId }).ok;
    })
    .slice(0, MAX_CONVERTERS);
}
