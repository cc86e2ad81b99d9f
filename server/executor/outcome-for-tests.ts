import { planGraph } from "#graph/plan-graph";
import type { RunState } from "#graph/run-events";
import { wholePart } from "#graph/run-part";
import type { Graph } from "#graph/schema";
import { plainOutputs, testLibrary } from "./executor-for-tests.ts";
import type { Interpreted } from "./interpret-for-tests.ts";

/** The parts of a run that must not depend on how it was scheduled. */
export function outcomeOf(state: RunState): Record<string, Interpreted> {
  return Object.fromEntries(
    Object.entries(state.nodes).map(([id, node]): [string, Interpreted] => {
      const { status, failure, items, droppedItems } = node;
      const at = failure && { kind: failure.kind, ...(failure.item && { item: failure.item }) };
      if (status === "failed") return [id, { status, failure: at! }];
      if (status === "skipped") return [id, { status }];
      if (status !== "succeeded") throw new Error(`${id} ended as ${status}`);
      const outputs = plainOutputs(node.outputs) as Extract<Interpreted, { status: "succeeded" }>["outputs"];
      return [
        id,
        {
          status,
          outputs,
          ...(items !== undefined && { items }),
          ...(at && { caught: at }),
          ...(droppedItems !== undefined && { droppedItems }),
        },
      ];
    }),
  );
}

export function planOf(graph: Graph, target: string | null = null) {
  const planned = planGraph(graph, testLibrary, { part: target === null ? wholePart : { kind: "to", node: target } });
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join("\n"));
  return planned.plan;
}
