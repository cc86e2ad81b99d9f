import type { NodeLibrary } from "../define-node.ts";
import { portAt } from "../rank-ports.ts";
import type { Graph, GraphEdge } from "../schema.ts";
import { titleOf } from "../title-of.ts";

/** Labels that say nothing of what flows. */
const plainLabels = new Set([
  "value",
  "input",
  "output",
  "result",
  "item",
  "items",
  "text",
  "number",
  "json",
  "in",
  "out",
]);
const MAX_CHARACTERS = 80;

/**
 * What a workflow's input or output is called that stands for a wire: as the input or output of the workflow around it that
 * the wire comes from or goes to, else as the port is labelled, else as the node is called.
 */
export function boundaryName(
  graph: Graph,
  library: NodeLibrary,
  { from, to, side }: Pick<GraphEdge, "from" | "to"> & { side: "input" | "output" },
): string {
  const outside = graph.nodes[side === "input" ? from.node : to.node];
  const { name } = outside?.params ?? {};
  const isNamed = outside?.type === (side === "input" ? "workflow-input" : "workflow-output");
  if (isNamed && typeof name === "string") return name;
  const labels = [
    side === "input" ? portAt(graph, library, { end: to, side: "inputs" })?.label : undefined,
    portAt(graph, library, { end: from, side: "outputs" })?.label,
  ];
  const label = labels.find((one) => one !== undefined && !plainLabels.has(one.toLowerCase()));
  const source = graph.nodes[from.node];
  return speakable(label ?? (source ? titleOf(source, library) : ""));
}

/** Letters, digits, spaces, "_", "-" and "." as names of inputs and outputs may have, beginning with a letter. */
function speakable(words: string): string {
  const name = words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ .-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_CHARACTERS)
    .trim();
  if (name === "" || name in Object.prototype) return "value";
  return /^[\p{L}_]/u.test(name) ? name : `value ${name}`;
}

/** The same names, with " 2", " 3" … behind those that were there before. */
export function distinctNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let n = 2; used.has(own); n++) own = `${name} ${n}`;
    used.add(own);
    return own;
  });
}
