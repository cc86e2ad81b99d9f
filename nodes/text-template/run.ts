import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { Value } from "#graph/values";
import { fillTemplate } from "../fill-template.ts";
import type { textTemplate } from "./definition.ts";

export const runTextTemplate: NodeRunner<typeof textTemplate> = ({ inputs, params }) => {
  // Ports of kind "any" hand over tagged values.
  return { text: fillTemplate(params.template, inputs as Record<string, Value>) };
};
