import type { NodeLibrary } from "#graph/define-node";
import { workflowOutput } from "./workflow-output/definition.ts";

/** The node library as the browser may see it: every node type under its name. */
export const definitions = {
  [workflowOutput.type]: workflowOutput,
} satisfies NodeLibrary;

export type NodeType = keyof typeof definitions;
