import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { definitions, NodeType } from "./definitions.ts";
import { runWorkflowOutput } from "./workflow-output/run.ts";

/** The Node-only half of each node type. One that is forgotten, or whose ports do not fit its definition, does not compile. */
export const runners = {
  "workflow-output": runWorkflowOutput,
} satisfies { [T in NodeType]: NodeRunner<(typeof definitions)[T]> };
