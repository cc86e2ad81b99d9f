import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { readsClockOrChance } from "../reads-clock-or-chance.ts";

export const ifNode = defineNode({
  type: "if",
  version: 1,
  title: "If",
  summary: "Sends a value one way or the other, depending on a condition.",
  docs: `Looks at a condition and lets the value out of **Then** when it holds, else out of **Else**. What is connected to the
other side is skipped; *Merge* joins the two ways again.

The condition is either a boolean that is connected to *Condition*, or, when nothing is connected there, a JavaScript
expression over \`value\`, such as \`value > 0.5\`, \`value.items.length === 0\` or \`value.labels[0].label === "cat"\`. What
JavaScript takes for true counts as true.

With a list the node decides for each item. Both sides keep the items' places, so that their results can be merged in order.`,
  category: "logic",
  icon: "split",
  keywords: ["condition", "branch", "switch", "else", "route"],
  isImpure: readsClockOrChance,
  inputs: {
    value: { label: "Value", type: { kind: "any", variable: "T" } },
    condition: {
      label: "Condition",
      type: { kind: "boolean" },
      optional: true,
      description: "Decides instead of the expression.",
    },
  },
  outputs: {
    // A port's value is never a function, so an object with this key is no promise.
    // oxlint-disable-next-line unicorn/no-thenable
    then: { label: "Then", type: { kind: "any", variable: "T" } },
    else: { label: "Else", type: { kind: "any", variable: "T" } },
  },
  params: z.strictObject({
    condition: z
      .string()
      .max(10_000)
      .default("")
      .meta({
        title: "Condition",
        widget: "expression",
        scope: ["value"],
        onNode: true,
        description: "A JavaScript expression over value. Not used while the input is connected.",
      }),
  }),
});
