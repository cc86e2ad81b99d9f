import { z } from "zod";
import { defineNode } from "#graph/define-node";

export const summariseTable = defineNode({
  type: "summarise-table",
  version: 1,
  title: "Count by column",
  summary: "Counts the rows of a table for each value of a column.",
  docs: `Gives a table with one row for each different value of the column and the number of its rows in \`count\`, the most
frequent first. Missing cells count as a value of their own.

*Values* is the number of different values, *Rows* that of all rows.`,
  category: "table",
  icon: "sigma",
  keywords: ["group by", "histogram", "frequency", "aggregate", "distribution", "summary"],
  inputs: { table: { label: "Table", type: { kind: "table" } } },
  outputs: {
    table: { label: "Counts", type: { kind: "table" } },
    valueCount: { label: "Values", type: { kind: "number" } },
    rowCount: { label: "Rows", type: { kind: "number" } },
  },
  params: z.strictObject({
    column: z.string().min(1).max(1_000).meta({ title: "Column", widget: "column", onNode: true, required: true }),
  }),
});
