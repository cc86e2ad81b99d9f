import type { Problem } from "#graph/problems";
import type { RunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";

/** Why nodes of the graph failed in a run, as problems are. */
export function failuresOf(run: RunState | null, graph: Graph): Problem[] {
  return Object.entries(run?.nodes ?? {}).flatMap(([nodeId, node]): Problem[] =>
    node.status === "failed" && node.failure && graph.nodes[nodeId]
      ? [{ ...node.failure, code: node.failure.kind, severity: "error", nodeId }]
      : [],
  );
}
