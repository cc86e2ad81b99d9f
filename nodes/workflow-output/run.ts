import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { workflowOutput } from "./definition.ts";

/** Does nothing: what the run gives out is read from the record of the port that this node is connected to. */
export const runWorkflowOutput: NodeRunner<typeof workflowOutput> = () => ({});
