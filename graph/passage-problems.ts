import type { AnyNodeDefinition, NodeLibrary } from "./define-node.ts";
import { inferTypes } from "./infer-types.ts";
import { portsOf } from "./ports-of.ts";
import { portAt } from "./rank-ports.ts";
import type { Problem } from "./problems.ts";
import { readersOf } from "./run-part.ts";
import type { Graph, GraphNode } from "./schema.ts";
import { titleOf } from "./title-of.ts";

/** Outputs of a bypassed node that others need and that nothing arriving at it fits. */
export function passageProblems(
  graph: Graph,
  library: NodeLibrary,
  { node, definition }: { node: GraphNode; definition: AnyNodeDefinition },
): Problem[] {
  const { outputs } = portsOf(node, definition);
  const passes = inferTypes(graph, library).get(node.id)?.passes;
  if (!passes) return [];
  return Object.entries(outputs).flatMap(([port, { label, type }]): Problem[] => {
    if (Object.hasOwn(passes, port) || (node.pins && Object.hasOwn(node.pins, port))) return [];
    const needing = (readersOf(graph).get(node.id) ?? []).find((reader) => {
      const end = { node: reader.to, port: reader.input };
      const isMuted = graph.nodes[reader.to]?.disabled !== undefined;
      return reader.port === port && !isMuted && portAt(graph, library, { end, side: "inputs" })?.optional !== true;
    });
    const reader = needing && graph.nodes[needing.to];
    if (!reader) return [];
    const title = titleOf(node, library);
    const kind = type.kind === "any" ? "" : ` of kind ${type.kind}`;
    const message = `"${title}" is bypassed, but nothing${kind} arrives at it that "${label}" could pass on to "${titleOf(reader, library)}". Connect it, or mute "${title}" instead.`;
    return [{ code: "nothing-to-pass", severity: "error", nodeId: node.id, port, message }];
  });
}

/** Why a node cannot be bypassed, whatever is wired to it: nothing that it takes is of a kind that it gives. Null where it can. */
export function bypassRefusal(library: NodeLibrary, node: GraphNode): string | null {
  const definition = library[node.type];
  if (!definition) return "A node of an unknown type cannot be bypassed. Mute it instead.";
  const { inputs, outputs } = portsOf(node, definition);
  const kinds = new Set(Object.values(inputs).map(({ type }) => type.kind));
  const given = Object.values(outputs).map(({ type }) => type.kind);
  if (given.some((kind) => kinds.has(kind) || kinds.has("any") || (kind === "any" && kinds.size > 0))) return null;
  const title = titleOf(node, library);
  return `"${title}" takes nothing of a kind that it gives, so there is nothing to pass on. Mute it instead.`;
}
