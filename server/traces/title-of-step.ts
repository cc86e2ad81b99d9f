import type { Graph } from "../../graph/schema.ts";
import { titleOf } from "../../graph/title-of.ts";
import { definitions } from "../../nodes/definitions.ts";

/** The node's title; of a step within another workflow that of the node that runs it, and its own id. */
export function titleOfStep(graph: Graph, nodeId: string): string {
  const [outer = "", ...inner] = nodeId.split("/");
  const node = graph.nodes[outer];
  return [node ? titleOf(node, definitions) : outer, ...inner].join(" / ");
}
