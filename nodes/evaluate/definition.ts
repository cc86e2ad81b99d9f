import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { readsClockOrChance } from "../reads-clock-or-chance.ts";

/** Reserved words cannot be names in the expression; the rest of the list are names that every object has. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public " +
    "return static super switch this throw true try typeof undefined var void while with yield NaN Infinity globalThis"
  ).split(" "),
);

const inputNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must begin with a letter or '_' and hold letters, digits and '_' only")
  .max(60, "must have at most 60 characters")
  .refine((name) => !reserved.has(name) && !(name in Object.prototype), "is a word of JavaScript's own");

export const evaluate = defineNode({
  type: "evaluate",
  version: 1,
  title: "Evaluate",
  summary: "Computes a value with a JavaScript expression over its inputs.",
  docs: `Evaluates **one JavaScript expression** (ES2023) over the inputs, which are variables of the names given in *Inputs*.

- Numbers, texts, booleans and JSON are themselves. Detections have \`items\`, classifications \`labels\`, tensors \`dtype\`,
  \`shape\` and \`data\` (up to 100,000 elements); images, tables and files show what describes them, such as \`width\`.
- The result must be a plain value. NaN, infinite numbers, functions, maps, dates that are not valid and results above
  1 MB are refused, and the message says where in the result they are.
- For several statements write \`(() => { …; return x; })()\`.

With a list at an input the expression is evaluated for each item. *Whole lists* gives it the list as an array instead, for
sums and joins: \`values.reduce((sum, v) => sum + v, 0)\`.

The expression runs in QuickJS, apart from everything else: it has no files, network or clock events, 2 s, and 64 MB.`,
  category: "logic",
  icon: "square-function",
  keywords: ["expression", "javascript", "code", "formula", "compute", "math", "map"],
  isImpure: readsClockOrChance,
  // `as Ports`: which ports there are follows from the params.
  inputs: { value: { label: "value", type: { kind: "any" } } } as Ports,
  outputs: { result: { label: "Result", type: { kind: "json" } } } as Ports,
  params: z.strictObject({
    expression: z.string().max(65_536).default("value").meta({
      title: "Expression",
      widget: "expression",
      scope: "inputs",
      onNode: true,
      description: "JavaScript over the inputs' names.",
    }),
    inputs: z
      .array(inputNameSchema)
      .max(50)
      .refine((names) => new Set(names).size === names.length, "must be different")
      .default(["value"])
      .meta({ title: "Inputs", widget: "labels", description: "A port and a variable for each name." }),
    output: z
      .enum(["json", "number", "text", "boolean"])
      .default("json")
      .meta({
        title: "Result",
        widget: "select",
        options: { json: "JSON", number: "Number", text: "Text", boolean: "Boolean" },
        description: "The kind of the result. Anything else is an error.",
      }),
    wholeLists: z
      .boolean()
      .default(false)
      .meta({ title: "Whole lists", widget: "switch", description: "Gives lists as arrays instead of item by item." }),
  }),
  portsFor: ({ inputs, output, wholeLists }) => ({
    inputs: Object.fromEntries(
      (Array.isArray(inputs) ? inputs : ["value"]).map((name) => [
        name,
        { label: name, type: { kind: "any" }, ...(wholeLists && { list: "any" }) } satisfies Ports[string],
      ]),
    ),
    outputs: { result: { label: "Result", type: { kind: output ?? "json" } } },
  }),
});
