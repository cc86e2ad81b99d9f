import type { NodeLibrary } from "./define-node.ts";
import type { GraphNode } from "./schema.ts";

export function titleOf(node: GraphNode, library: NodeLibrary): string {
  return node.title ?? library[node.type]?.title ?? node.type;
}
