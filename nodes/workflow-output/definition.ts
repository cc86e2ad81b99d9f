import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { interfaceNameSchema } from "../interface-name.ts";

export const workflowOutput = defineNode({
  type: "workflow-output",
  version: 1,
  title: "Output",
  summary: "Gives a value out of the workflow under a name, as a result of the run.",
  docs: `Marks a value as a **result of the workflow**. Whoever runs it (a person, the command line, an API client) gets the
value under the name that you give here.

Any kind of value may arrive, also a list: it is given out whole, as it is. Two outputs of one workflow must have different names.`,
  category: "input-output",
  icon: "log-out",
  keywords: ["result", "return", "end"],
  inputs: { value: { label: "Value", type: { kind: "any" }, list: "any" } },
  outputs: {},
  params: z.strictObject({
    name: interfaceNameSchema.default("result").meta({
      title: "Name",
      widget: "text",
      onNode: true,
      description: "The result's name for those who run the workflow.",
    }),
  }),
});
