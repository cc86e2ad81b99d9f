import { interfaceNodes } from "#graph/interface-nodes";
import type { RecordedFlow } from "#graph/recorded-values";
import type { RunState } from "#graph/run-events";
import type { Graph, GraphEdge } from "#graph/schema";
import { topologyOf } from "#graph/topology";
import { workflowOutputs } from "#graph/workflow-interface";
import { definitions } from "#nodes/definitions";
import { overImageOf } from "../editor/adding/over-image.ts";

export type OutputShown = {
  name: string;
  record: RecordedFlow;
  overImage: RecordedFlow | undefined;
  /** The port that it comes from. */
  from: GraphEdge["from"] | undefined;
};

/** What the workflow gave, in the order of the document, each with the picture that it lies on. */
export function outputsOf(graph: Graph, run: RunState): OutputShown[] {
  const records = workflowOutputs(graph, run, definitions);
  return interfaceNodes(graph, "workflow-output", definitions).flatMap(({ node, name }) => {
    const record = records[name];
    if (!record) return [];
    const from = topologyOf(graph).incoming.get(node.id)?.get("value")?.from;
    return [{ name, record, overImage: overImageOf(graph, run.nodes, { nodeId: node.id, record }), from }];
  });
}
