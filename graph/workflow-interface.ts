import type { JsonValue } from "./json.ts";
import type { Kind } from "./kinds.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { RunState } from "./run-events.ts";
import type { Graph } from "./schema.ts";
import { topologyOf } from "./topology.ts";

export type WorkflowInput = { nodeId: string; name: string; kind: Kind; isList: boolean; sample?: JsonValue };

/** What a caller may give, in the order of the document. */
export function workflowInputs(graph: Graph): WorkflowInput[] {
  return Object.values(graph.nodes).flatMap((node): WorkflowInput[] => {
    const { name, kind, list, sample } = node.params;
    if (node.type !== "workflow-input" || node.disabled || typeof name !== "string") return [];
    // What is left out has its default.
    const input = { nodeId: node.id, name, kind: (kind ?? "text") as Kind, isList: list === true };
    return [sample === undefined || sample === null ? input : { ...input, sample }];
  });
}

/** What the workflow gave, by output name: the record of the port that feeds each `workflow-output` that was reached. */
export function workflowOutputs(graph: Graph, run: RunState): Record<string, RecordedFlow> {
  const outputs: Record<string, RecordedFlow> = {};
  for (const node of Object.values(graph.nodes)) {
    const { name } = node.params;
    if (node.type !== "workflow-output" || typeof name !== "string") continue;
    const edge = topologyOf(graph).incoming.get(node.id)?.get("value");
    const record = edge && run.nodes[edge.from.node]?.outputs[edge.from.port];
    if (record && run.nodes[node.id]?.status === "succeeded") outputs[name] = record;
  }
  return outputs;
}
