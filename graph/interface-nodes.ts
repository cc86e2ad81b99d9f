import type { NodeLibrary } from "./define-node.ts";
import type { JsonValue } from "./json.ts";
import type { Graph, GraphNode } from "./schema.ts";

/** A param as it counts: what the document holds, else the default of the node type. */
export function paramOf(node: GraphNode, name: string, library: NodeLibrary): JsonValue | undefined {
  if (node.params[name] !== undefined) return node.params[name];
  const field = Object.hasOwn(library, node.type) ? library[node.type]!.params.shape[name] : undefined;
  const fallback = field?.safeParse(undefined);
  // Defaults of params are JSON, as params are.
  return fallback?.success ? (fallback.data as JsonValue | undefined) : undefined;
}

/** The nodes that take a workflow's inputs, or give its outputs, with the names that they go by, in the order of the document. */
export function interfaceNodes(
  graph: Graph,
  type: "workflow-input" | "workflow-output",
  library: NodeLibrary,
): { node: GraphNode; name: string }[] {
  return Object.values(graph.nodes).flatMap((node) => {
    if (node.type !== type || node.disabled) return [];
    const name = paramOf(node, "name", library);
    return typeof name === "string" ? [{ node, name }] : [];
  });
}
