import { findConverters } from "../../graph/can-connect.ts";
import type { NodeLibrary } from "../../graph/define-node.ts";
import { describeType } from "../../graph/describe-type.ts";
import type { Problem } from "../../graph/problems.ts";
import { portAt, typeGiven } from "../../graph/rank-ports.ts";
import type { Graph } from "../../graph/schema.ts";
import { titleOf } from "../../graph/title-of.ts";

/** Where a problem is and what would mend it, in words; null where its message says all. */
export type Described = { node: string | null; remedy: string | null };

export function describeProblem(problem: Problem, graph: Graph, library: NodeLibrary): Described {
  const node = problem.nodeId === undefined ? undefined : graph.nodes[problem.nodeId];
  return { node: node ? titleOf(node, library) : null, remedy: remedyOf(problem, graph, library) };
}

const MAX_NAMED = 3;

function remedyOf({ code, nodeId, port, param, edgeId }: Problem, graph: Graph, library: NodeLibrary): string | null {
  if (code === "missing-param" && param !== undefined) return `Set its param "${param}".`;
  if (code === "unknown-node-type") return "Update Patchbay, or take the node out.";
  if (nodeId === undefined || port === undefined) return null;
  const input = portAt(graph, library, { end: { node: nodeId, port }, side: "inputs" });
  if (!input) return null;
  if (code === "missing-input") return `Connect an output that gives ${withArticle(describeType(input.type))} to it.`;
  const edge = edgeId === undefined ? undefined : graph.edges[edgeId];
  const given = edge && typeGiven(graph, library, edge.from);
  if (code !== "type-mismatch" || !given) return null;
  const between = findConverters(library, given, input.type).slice(0, MAX_NAMED);
  if (between.length === 0) return "Connect another output, or take the wire away.";
  return `Put ${between.map((type) => `"${library[type]?.title}"`).join(" or ")} between.`;
}

function withArticle(words: string): string {
  return /^[aeiou]/i.test(words) ? `an ${words}` : `a ${words}`;
}
