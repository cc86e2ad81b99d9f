import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { definitions, NodeType } from "./definitions.ts";
import { runCollect } from "./collect/run.ts";
import { runEvaluate } from "./evaluate/run.ts";
import { runFlatten } from "./flatten/run.ts";
import { runIf } from "./if/run.ts";
import { runMerge } from "./merge/run.ts";
import { runTextTemplate } from "./text-template/run.ts";
import { runWorkflowOutput } from "./workflow-output/run.ts";

/** The Node-only half of each node type. One that is forgotten, or whose ports do not fit its definition, does not compile. */
export const runners = {
  collect: runCollect,
  evaluate: runEvaluate,
  flatten: runFlatten,
  if: runIf,
  merge: runMerge,
  "text-template": runTextTemplate,
  "workflow-output": runWorkflowOutput,
} satisfies { [T in NodeType]: NodeRunner<(typeof definitions)[T]> };
