import type { NodeLibrary } from "./define-node.ts";
import { interfaceNodes, paramOf } from "./interface-nodes.ts";
import type { JsonValue } from "./json.ts";
import type { Kind } from "./kinds.ts";
import type { RecordedFlow } from "./recorded-values.ts";
import type { RunState } from "./run-events.ts";
import type { Graph } from "./schema.ts";
import { topologyOf } from "./topology.ts";

export type WorkflowInput = {
  nodeId: string;
  name: string;
  kind: Kind;
  isList: boolean;
  sample?: JsonValue;
  description?: string;
};

/** What a caller may give, in the order of the document. What its nodes leave unset counts as the library says. */
export function workflowInputs(graph: Graph, library: NodeLibrary): WorkflowInput[] {
  return interfaceNodes(graph, "workflow-input", library).map(({ node, name }): WorkflowInput => {
    const kind = paramOf(node, "kind", library) as Kind; // a graph whose kinds are none is refused before it runs
    const sample = paramOf(node, "sample", library);
    const description = paramOf(node, "description", library);
    return {
      nodeId: node.id,
      name,
      kind,
      isList: paramOf(node, "list", library) === true,
      ...(sample !== undefined && sample !== null && { sample }),
      ...(typeof description === "string" && description.trim() !== "" && { description }),
    };
  });
}

/** What the workflow gave, by output name: the record of the port that feeds each `workflow-output` that was reached. */
export function workflowOutputs(graph: Graph, run: RunState, library: NodeLibrary): Record<string, RecordedFlow> {
  const outputs: Record<string, RecordedFlow> = {};
  for (const { node, name } of interfaceNodes(graph, "workflow-output", library)) {
    const edge = topologyOf(graph).incoming.get(node.id)?.get("value");
    const record = edge && run.nodes[edge.from.node]?.outputs[edge.from.port];
    if (record && run.nodes[node.id]?.status === "succeeded") outputs[name] = record;
  }
  return outputs;
}
