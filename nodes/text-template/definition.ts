import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Kind, Ports } from "#graph/kinds";
import { parseTemplate } from "../parse-template.ts";

/** Kinds that read well in a text. */
const written: ReadonlySet<string> = new Set<Kind>(["text", "number", "boolean", "json", "classification"]);

export const textTemplate = defineNode({
  type: "text-template",
  version: 1,
  title: "Text template",
  summary: "Writes a text with values put in at its placeholders.",
  docs: `Each \`{{name}}\` in the template becomes an **input** of that name, and its value takes the placeholder's place:
texts as they are, numbers and booleans as one would write them, everything else as JSON.

Write \`\\{{\` where the text itself is to have two braces. Values are put in as they are: nothing within them is taken for a
placeholder again. With a list at an input the text is written once for each item.

A template without placeholders is a constant text.`,
  category: "text",
  icon: "braces",
  keywords: ["string", "format", "prompt", "concat", "message", "constant"],
  // `as Ports`: which ports there are follows from the template.
  inputs: {} as Ports,
  outputs: { text: { label: "Text", type: { kind: "text" } } } as Ports,
  params: z.strictObject({
    template: z.string().max(100_000).default("").meta({
      title: "Template",
      widget: "code",
      language: "template",
      onNode: true,
      description: "Text with {{placeholders}}.",
    }),
  }),
  paramsToTake: ({ type: { kind } }) => (written.has(kind) ? { template: "{{value}}" } : null),
  portsFor: ({ template }) => {
    const { names } = parseTemplate(template ?? "");
    const inputs: Ports = Object.fromEntries(names.map((name) => [name, { label: name, type: { kind: "any" } }]));
    return { inputs, outputs: { text: { label: "Text", type: { kind: "text" } } } };
  },
  checkParams: ({ template }) => parseTemplate(template).problems.map((message) => ({ param: "template", message })),
});
