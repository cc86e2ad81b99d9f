import "#server-only";
import { HandedOn } from "#graph/node-runner";
import type { FlowsByPort, NodeRunner } from "#graph/node-runner";
import type { runWorkflow } from "./definition.ts";

/** Runs the workflow; where its steps stand among the others, they have run already and what they gave arrives here. */
export const runRunWorkflow: NodeRunner<typeof runWorkflow> = ({ inputs, context: { workflow } }) => {
  const flows = inputs as FlowsByPort; // a step that runs a workflow is given flows
  return workflow ? workflow.run(flows).then((outputs) => new HandedOn(outputs)) : new HandedOn(flows);
};
