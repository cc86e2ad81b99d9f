import type { NodeLibrary } from "./define-node.ts";
import type { GraphNode } from "./schema.ts";

/** What a node is called: as a person named it, after the workflow that it runs, or after its type. */
export function titleOf(node: GraphNode, library: NodeLibrary): string {
  if (node.title !== undefined) return node.title;
  const definition = Object.hasOwn(library, node.type) ? library[node.type] : undefined;
  if (definition?.body === "once") {
    const { workflow } = node.params;
    const title = typeof workflow === "object" && workflow !== null && "title" in workflow ? workflow.title : null;
    if (typeof title === "string" && title !== "") return title;
  }
  return definition?.title ?? node.type;
}
