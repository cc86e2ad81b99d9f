import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { casePorts } from "./case-ports.ts";
import { readsClockOrChance } from "../reads-clock-or-chance.ts";

const passed = { kind: "any", variable: "T" } as const;
const inputs = { value: { label: "Value", type: passed } } as const satisfies Ports;
const outputs: Ports = { default: { label: "Default", type: passed } };

export const switchNode = defineNode({
  type: "switch",
  version: 1,
  title: "Switch",
  summary: "Sends a value out of one of several ports, chosen by name.",
  docs: `Evaluates a JavaScript expression over \`value\` and lets the value out of the **case** of that name; where no case has
it, out of **Default**. What is connected to the other ports is skipped; *Merge* joins the ways again.

Each line under *Cases* becomes a port. The expression gives a case's name: \`value.labels[0].label\` sends a picture's
classification to the port of its best label, \`value > 100 ? "large" : "small"\` sorts numbers. Numbers and booleans
choose the case that is written as they are (\`3\`, \`true\`).

With a list the node chooses for each item. All sides keep the items' places, so that their results can be merged in order.`,
  category: "logic",
  icon: "git-fork",
  keywords: ["case", "branch", "route", "choose", "match", "condition"],
  isImpure: readsClockOrChance,
  inputs: inputs as Ports,
  outputs,
  params: z.strictObject({
    expression: z
      .string()
      .max(10_000)
      .default("value")
      .meta({
        title: "Expression",
        widget: "expression",
        scope: ["value"],
        onNode: true,
        description: "A JavaScript expression over value that gives the name of a case.",
      }),
    cases: z
      .array(z.string().trim().min(1).max(100))
      .max(50)
      .default([])
      .meta({ title: "Cases", widget: "labels", description: "One name a line; each becomes a port." }),
  }),
  portsFor: ({ cases }) => ({ inputs, outputs: { ...casePorts(cases ?? []), ...outputs } }),
  checkParams: ({ expression, cases }) => {
    const repeated = cases.find((name, place) => cases.indexOf(name) !== place);
    return [
      ...(expression.trim() === ""
        ? [{ param: "expression", message: 'There is no expression: write one, such as "value.label".' }]
        : []),
      ...(repeated === undefined
        ? []
        : [{ param: "cases", message: `The case "${repeated}" is there twice. Remove one of the two.` }]),
    ];
  },
});
