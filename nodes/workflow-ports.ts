import type { Ports } from "#graph/kinds";
import { workflowRefSchema } from "#graph/workflow-ref";
import type { WorkflowRef } from "#graph/workflow-ref";

/** The workflow that a node runs; the same param, with the same words, wherever one is chosen. */
export function workflowParam({ onNode }: { onNode: boolean }) {
  return workflowRefSchema.meta({
    title: "Workflow",
    widget: "workflow-picker",
    required: true,
    onNode,
    description: "Its inputs and outputs become the ports of this node.",
  });
}

type Places = Partial<Pick<WorkflowRef, "inputs" | "outputs">>;

/** A port for each input of the workflow, called as it is. */
export function inputPorts(workflow: Places | undefined): Ports {
  if (!Array.isArray(workflow?.inputs)) return {};
  return Object.fromEntries(
    workflow.inputs.map(({ name, port, type, list, optional }): [string, Ports[string]] => [
      port,
      { label: name, type, ...(list === 1 && { list }), ...(optional && { optional }) },
    ]),
  );
}

export function outputPorts(workflow: Places | undefined): Ports {
  if (!Array.isArray(workflow?.outputs)) return {};
  return Object.fromEntries(
    workflow.outputs.map(({ name, port, type, list, lineage }): [string, Ports[string]] => [
      port,
      { label: name, type, ...(list > 0 && { list, lineage }) },
    ]),
  );
}
