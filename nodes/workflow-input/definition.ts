import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { kinds, type Ports } from "#graph/kinds";
import { interfaceNameSchema } from "../interface-name.ts";
import { limitsOf } from "#graph/workflow-interface";
import { refuseInputValue } from "./input-value.ts";
import { refuseLimits } from "./input-limits.ts";

const kindNames = Object.fromEntries(
  kinds.map((kind) => [kind, kind === "json" ? "JSON" : kind[0]!.toUpperCase() + kind.slice(1)]),
);

/** The kinds that have limits. */
const plainKinds = { param: "kind", values: ["number", "text"] };

export const workflowInput = defineNode({
  type: "workflow-input",
  version: 1,
  title: "Input",
  summary: "Takes a value from whoever runs the workflow.",
  docs: `Makes a value an **input of the workflow**. A person gives it before pressing Run, the command line with
\`--input name=value\` or \`--input name=@file\`, an API client in its request. Without one the sample is used, so that the
workflow can be tried at once.

- Numbers, texts, booleans and JSON are given as JSON.
- Images, WAV audio, videos, tables (CSV, Parquet, JSON) and other files are given as files.
- Tensors are \`{"dtype": "float32", "shape": [2], "data": [1, 2]}\`; 64-bit integers may be written as text.

The *Description* is shown at the input's field where people run the workflow from its form.

A number or a text may have *Choices*, or a *Minimum* and a *Maximum* (of a text: characters). The form shows choices as a list and
a number between two ends as a slider; other values are refused, whoever gives them. They count for those who run the workflow: what
another workflow hands on to it is taken as it is.

With *List* the input takes several values at once, and what follows runs for each of them.`,
  category: "input-output",
  icon: "log-in",
  keywords: ["parameter", "argument", "start", "upload", "sample"],
  inputs: {},
  // `as Ports`: the kind of the port follows from the params.
  outputs: { value: { label: "Value", type: { kind: "any" } } } as Ports,
  params: z.strictObject({
    name: interfaceNameSchema.default("input").meta({
      title: "Name",
      widget: "text",
      onNode: true,
      description: "The input's name for those who run the workflow.",
    }),
    kind: z.enum(kinds).default("text").meta({ title: "Kind", widget: "select", onNode: true, options: kindNames }),
    list: z
      .boolean()
      .default(false)
      .meta({ title: "List", widget: "switch", description: "Takes several values, and what follows runs for each." }),
    sample: z.json().default(null).meta({
      title: "Sample",
      widget: "value",
      onNode: true,
      description: "Used when whoever runs the workflow gives no value.",
    }),
    choices: z.array(z.string().trim().min(1).max(200)).max(100).default([]).meta({
      title: "Choices",
      widget: "labels",
      description: "The only values that it takes. The form shows them as a list.",
      onlyFor: plainKinds,
    }),
    minimum: z.number().nullable().default(null).meta({
      title: "Minimum",
      widget: "number",
      description: "The least number that it takes; of a text the least count of characters.",
      onlyFor: plainKinds,
    }),
    maximum: z.number().nullable().default(null).meta({
      title: "Maximum",
      widget: "number",
      description:
        "The greatest number that it takes; of a text the most characters. With both ends the form shows a slider.",
      onlyFor: plainKinds,
    }),
    unit: z
      .string()
      .trim()
      .max(20)
      .default("")
      .meta({
        title: "Unit",
        widget: "text",
        description: "Shown behind the number, such as px or %.",
        onlyFor: { param: "kind", values: ["number"] },
      }),
    description: z.string().max(1_000).default("").meta({
      title: "Description",
      widget: "textarea",
      description: "Help for those who run the workflow, shown at the field of its form.",
    }),
  }),
  portsFor: ({ kind, list }) => ({
    inputs: {},
    outputs: { value: { label: "Value", type: { kind: kind ?? "any" }, ...(list && { list: 1 }) } as Ports[string] },
  }),
  paramsToGive: ({ type: { kind }, list }) =>
    kind === "any" ? null : { kind, ...((list === 1 || list === 2) && { list: true }) },
  checkParams: ({ kind, list, sample, choices, minimum, maximum, unit }) => {
    const unfit = refuseLimits({ kind, choices, minimum, maximum });
    if (unfit) return [unfit];
    const limits = limitsOf(kind, { choices, minimum, maximum, unit });
    const refused = sample === null ? null : refuseInputValue({ kind, list, ...limits }, sample);
    return refused ? [{ param: "sample", message: `The sample does not fit: the input ${refused}.` }] : [];
  },
});
