import type { NodeLibrary } from "#graph/define-node";
import { collect } from "./collect/definition.ts";
import { evaluate } from "./evaluate/definition.ts";
import { flatten } from "./flatten/definition.ts";
import { ifNode } from "./if/definition.ts";
import { merge } from "./merge/definition.ts";
import { textTemplate } from "./text-template/definition.ts";
import { workflowOutput } from "./workflow-output/definition.ts";

/** The node library as the browser may see it: every node type under its name. */
export const definitions = {
  [collect.type]: collect,
  [evaluate.type]: evaluate,
  [flatten.type]: flatten,
  [ifNode.type]: ifNode,
  [merge.type]: merge,
  [textTemplate.type]: textTemplate,
  [workflowOutput.type]: workflowOutput,
} satisfies NodeLibrary;

export type NodeType = keyof typeof definitions;
