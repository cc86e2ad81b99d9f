import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { inputPorts, outputPorts, workflowParam } from "../workflow-ports.ts";

// Typed as any ports: which they are, only the workflow knows.
const noPorts: Ports = {};

export const runWorkflow = defineNode({
  type: "run-workflow",
  version: 1,
  title: "Run workflow",
  summary: "Runs another workflow of the workspace: its inputs and outputs become the ports of the node.",
  docs: `Runs one workflow within another. Once a workflow is chosen, the node has **one port for each of its inputs and outputs**.
An input with a sample may stay unconnected; then its sample counts.

- *Version.* The newest one at the start of each run, or one that you fix. A run keeps the workflows that it ran as they were.
- *Changes.* When the workflow gets other inputs or outputs, the node says so. **Update ports** takes them over; wires to ports
  that stay are kept.
- *Lists.* A list that arrives at an input for one item runs the whole workflow once for each item, also where it collects or
  flattens lists of its own.
- *Failures.* When one of its steps fails, the node fails and gives nothing. Retries, the time limit and what happens on an
  error count for the workflow as a whole.

Workflows may run workflows eight deep, but never themselves.`,
  category: "logic",
  icon: "workflow",
  keywords: ["subworkflow", "sub-workflow", "subflow", "function", "call", "reuse", "nested", "include"],
  inputs: noPorts,
  outputs: noPorts,
  // The node is called after its workflow.
  params: z.strictObject({ workflow: workflowParam({ onNode: false }) }),
  portsFor: ({ workflow }) => ({ inputs: inputPorts(workflow), outputs: outputPorts(workflow) }),
  body: "once",
});
