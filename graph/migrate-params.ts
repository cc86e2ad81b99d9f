import type { JsonValue } from "./json.ts";
import type { NodeLibrary } from "./define-node.ts";
import type { Graph, GraphNode } from "./schema.ts";

/**
 * Lifts the params of nodes that were saved for an older version of their node type, so that everything else knows only the
 * newest. The same object where there is nothing to lift; unknown types and newer versions stay as they are.
 */
export function migrateParams(graph: Graph, library: NodeLibrary): Graph {
  const lifted = Object.values(graph.nodes).flatMap((node) => liftNode(node, library) ?? []);
  if (lifted.length === 0) return graph;
  return { ...graph, nodes: { ...graph.nodes, ...Object.fromEntries(lifted.map((node) => [node.id, node])) } };
}

function liftNode(node: GraphNode, library: NodeLibrary): GraphNode | null {
  const definition = Object.hasOwn(library, node.type) ? library[node.type] : undefined;
  if (!definition || node.version >= definition.version) return null;
  const params = definition.migrateParams?.(node.params, node.version) ?? node.params;
  return { ...node, version: definition.version, params: params as Record<string, JsonValue> };
}
