import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { tableFormats } from "../table-format.ts";

export const writeTable = defineNode({
  type: "write-table",
  version: 1,
  title: "Write table",
  summary: "Writes a table to a CSV, Parquet or JSON file.",
  docs: `Makes a file of a table, to download or to give out of the workflow.

- **CSV**: UTF-8 with a header and commas. Text that a spreadsheet would run as a formula (it begins with \`=\`, \`+\`, \`-\`,
  \`@\`, a tab or a line break and is no plain number) gets a leading apostrophe, so that opening the file is safe.
  Numbers of a CSV file keep the digits that they came with.
- **Parquet**: keeps column types exactly.
- **JSON**: an array of objects.

The file gets the format's extension if its name has none. One file may have 1 GB.`,
  category: "table",
  icon: "file-spreadsheet",
  keywords: ["csv", "parquet", "json", "save", "export", "download"],
  inputs: { table: { label: "Table", type: { kind: "table" } } },
  outputs: { file: { label: "File", type: { kind: "file" } } },
  params: z.strictObject({
    format: z
      .enum(tableFormats)
      .default("csv")
      .meta({
        title: "Format",
        widget: "select",
        onNode: true,
        options: { csv: "CSV", parquet: "Parquet", json: "JSON" },
      }),
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(
        /^[^\u0000-\u001f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+$/,
        'must not hold / \\ : * ? " < > | or control characters',
      )
      .default("table")
      .meta({ title: "File name", widget: "text" }),
  }),
});
