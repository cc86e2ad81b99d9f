import type { NodeLibrary } from "../define-node.ts";
import { describeType } from "../describe-type.ts";
import { inferTypes } from "../infer-types.ts";
import type { InferredType } from "../infer-types.ts";
import type { Graph, GraphEdge } from "../schema.ts";
import { titleOf } from "../title-of.ts";

/**
 * What arrives at one of these inputs after a change and is not of the kind, or not as many lists deep, as before; as a
 * sentence, null where all is the same. Nothing is said where the type was not known before.
 */
export function changedArrival(
  library: NodeLibrary,
  { before, after, ends }: { before: Graph; after: Graph; ends: readonly GraphEdge["to"][] },
): string | null {
  for (const { node, port } of ends) {
    const was = inferTypes(before, library).get(node)?.inputs[port];
    const is = inferTypes(after, library).get(node)?.inputs[port];
    if (!was || !is || isAlike(was, is)) continue;
    const title = titleOf(after.nodes[node]!, library); // it has inferred types
    return `"${title}" would get ${words(is)} in place of ${words(was)}.`;
  }
  return null;
}

function isAlike(a: InferredType, b: InferredType): boolean {
  const hasUnknown = a.type.kind === "any" || b.type.kind === "any";
  return a.dims.length === b.dims.length && (hasUnknown || a.type.kind === b.type.kind);
}

function words({ type, dims }: InferredType): string {
  return "lists of ".repeat(dims.length) + describeType(type);
}
