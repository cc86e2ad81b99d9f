import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { tableOperators } from "#graph/node-runner";

export const filterRows = defineNode({
  type: "filter-rows",
  version: 1,
  title: "Filter rows",
  summary: "Keeps the rows of a table that meet a condition.",
  docs: `Keeps the rows whose cell in *Column* compares with *Value* as the condition says, in their order, and counts them.

Numbers compare as numbers, dates (\`2026-01-31\` or \`2026-01-31 12:00\`) by time, booleans with \`true\` or \`false\`, text
exactly and with upper and lower case told apart. Missing cells meet only *is empty* and *≠*.

Several conditions: put several of these nodes behind one another. The table is composed, not copied.`,
  category: "table",
  icon: "list-filter",
  keywords: ["where", "select", "condition", "query", "subset"],
  inputs: { table: { label: "Table", type: { kind: "table" } } },
  outputs: {
    table: { label: "Table", type: { kind: "table" } },
    rowCount: { label: "Rows", type: { kind: "number" } },
  },
  params: z.strictObject({
    column: z.string().min(1).max(1_000).meta({ title: "Column", widget: "column", onNode: true, required: true }),
    operator: z.enum(tableOperators).default("=").meta({ title: "Condition", widget: "select", onNode: true }),
    value: z
      .string()
      .max(10_000)
      .default("")
      .meta({
        title: "Value",
        widget: "text",
        onNode: true,
        onlyFor: { param: "operator", except: ["is empty", "is not empty"] },
      }),
  }),
});
