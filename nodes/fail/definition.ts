import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { parseTemplate } from "../parse-template.ts";
import { placeholderInputs } from "../placeholder-inputs.ts";
import { readsClockOrChance } from "../reads-clock-or-chance.ts";

const passed = { kind: "any", variable: "T" } as const;
const inputs = {
  value: { label: "Value", type: passed },
  condition: {
    label: "Condition",
    type: { kind: "boolean" },
    optional: true,
    description: "Decides instead of the expression.",
  },
} as const satisfies Ports;
const outputs: Ports = { value: { label: "Value", type: passed } };

/** Kinds of failure that a workflow may tell by itself; the others are Patchbay's. */
const failKinds = ["stopped", "bad-input", "check-failed", "not-allowed"] as const;

export const fail = defineNode({
  type: "fail",
  version: 1,
  title: "Fail",
  summary: "Fails with a message of your own, always or when a condition holds.",
  docs: `Ends its branch, and so the run, with a **message and a kind that people see**. Other branches still finish.

The message is a template: \`{{value}}\` is replaced by what arrives at *Value*, and every other \`{{name}}\` becomes an input.

- *Without a condition* it fails whenever a value arrives: put it behind *If* or *Switch*.
- *With a condition*, a JavaScript expression over \`value\` such as \`value.items.length === 0\`, or a boolean connected to
  *Condition*, it fails when that holds and **lets the value pass** otherwise: a check in the middle of a chain.

The node's error policy applies: with a list, "drop" leaves out the items for which it fails.`,
  category: "logic",
  icon: "octagon-x",
  keywords: ["error", "throw", "stop", "assert", "check", "raise"],
  isImpure: readsClockOrChance,
  inputs: inputs as Ports,
  outputs,
  params: z.strictObject({
    message: z.string().max(10_000).default("The workflow stopped here.").meta({
      title: "Message",
      widget: "code",
      language: "template",
      onNode: true,
      description: "A sentence for whoever looks at the run, with {{placeholders}}.",
    }),
    condition: z
      .string()
      .max(10_000)
      .default("")
      .meta({
        title: "Only when",
        widget: "expression",
        scope: ["value"],
        description: "A JavaScript expression over value. When empty, it always fails.",
      }),
    kind: z
      .enum(failKinds)
      .default("stopped")
      .meta({
        title: "Kind",
        widget: "select",
        description: "The code beside the message, for those who sort failures.",
        options: {
          stopped: "Stopped",
          "bad-input": "Bad input",
          "check-failed": "Check failed",
          "not-allowed": "Not allowed",
        },
      }),
  }),
  portsFor: ({ message }) => ({ inputs: { ...inputs, ...placeholderInputs(message ?? "", inputs) }, outputs }),
  checkParams: ({ message }) => [
    ...(message.trim() === ""
      ? [{ param: "message", message: "The message is empty. Say what went wrong and what to do." }]
      : []),
    ...parseTemplate(message).problems.map((problem) => ({ param: "message", message: problem })),
  ],
});
