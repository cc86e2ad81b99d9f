import { interfaceNodes } from "#graph/interface-nodes";
import type { RecordedFlow } from "#graph/recorded-values";
import type { RunState } from "#graph/run-events";
import type { Graph } from "#graph/schema";
import { workflowOutputs } from "#graph/workflow-interface";
import { definitions } from "#nodes/definitions";
import { overImageOf } from "../editor/over-image.ts";

export type OutputShown = { name: string; record: RecordedFlow; overImage: RecordedFlow | undefined };

/** What the workflow gave, in the order of the document, each with the picture that it lies on. */
export function outputsOf(graph: Graph, run: RunState): OutputShown[] {
  const records = workflowOutputs(graph, run, definitions);
  return interfaceNodes(graph, "workflow-output", definitions).flatMap(({ node, name }) => {
    const record = records[name];
    return record ? [{ name, record, overImage: overImageOf(graph, run.nodes, { nodeId: node.id, record }) }] : [];
  });
}
