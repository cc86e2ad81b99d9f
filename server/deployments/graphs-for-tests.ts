import type { JsonValue } from "../../graph/json.ts";
import { emptyGraph } from "../../graph/schema.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";

/** Nodes by id, and edges as "from.port to.port". */
export function graphOf(
  nodes: Record<string, [type: string, params: Record<string, JsonValue>]>,
  ...wires: string[]
): Graph {
  const edges = wires.map((wire, index) => {
    const [from, to] = wire.split(" ").map((end) => end.split("."));
    return { id: `e${index}`, from: { node: from![0]!, port: from![1]! }, to: { node: to![0]!, port: to![1]! } };
  });
  const made = Object.entries(nodes).map(([id, [type, params]]): [string, GraphNode] => [
    id,
    { id, type, version: 1, position: { x: 0, y: 0 }, params },
  ]);
  return {
    ...emptyGraph,
    nodes: Object.fromEntries(made),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge])),
  };
}

/** Gives the text that it gets. */
export const passing = graphOf(
  {
    in: ["workflow-input", { name: "word", kind: "text", sample: "hello" }],
    out: ["workflow-output", { name: "result" }],
  },
  "in.value out.value",
);
