import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { fileRefSchema } from "#graph/schema";
import { tableFormats } from "../table-format.ts";

const maybeCsv = { param: "format", values: ["auto", "csv"] };

export const readTable = defineNode({
  type: "read-table",
  version: 1,
  title: "Read table",
  summary: "Reads a table from a CSV, Parquet or JSON file.",
  docs: `Reads the file that is connected to *File*, or else the one chosen in the node.

- **CSV**: UTF-8, or UTF-16 with a byte order mark. A column becomes numbers, booleans or dates (\`2026-01-31\`) only if that
  keeps every cell as it is, else it stays text: ids with leading zeros, whole numbers beyond 18 digits, \`1,5\`, \`0x10\`.
  Empty cells are missing values. Rows must have as many values as the header has columns; the message names the line.
- **Parquet**: nested values become JSON text.
- **JSON**: an array of objects, or one object a line.

Column names are made different: blank ones are called after their place, repeated ones get a number. Up to 2,048 columns.
Rows are read when they are needed, so the file may be larger than the memory.`,
  category: "table",
  icon: "table-2",
  keywords: ["csv", "parquet", "json", "load", "import", "data", "spreadsheet"],
  inputs: {
    file: {
      label: "File",
      type: { kind: "file" },
      optional: true,
      description: "Read instead of the file chosen in the node.",
    },
  },
  outputs: {
    table: { label: "Table", type: { kind: "table" } },
    rowCount: { label: "Rows", type: { kind: "number" } },
  },
  params: z.strictObject({
    file: fileRefSchema
      .nullable()
      .default(null)
      .meta({
        title: "File",
        widget: "file-picker",
        onNode: true,
        accept: [".csv", ".tsv", ".parquet", ".json", ".jsonl", "text/csv", "application/json"],
      }),
    format: z
      .enum(["auto", ...tableFormats])
      .default("auto")
      .meta({
        title: "Format",
        widget: "select",
        options: { auto: "Auto", csv: "CSV", parquet: "Parquet", json: "JSON" },
      }),
    delimiter: z
      .enum(["auto", ",", ";", "\t", "|"])
      .default("auto")
      .meta({
        title: "Delimiter",
        widget: "select",
        description: "Between the cells of a CSV file.",
        options: { auto: "Auto", ",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar" },
        onlyFor: maybeCsv,
      }),
    header: z
      .boolean()
      .default(true)
      .meta({ title: "First row is the header", widget: "switch", description: "Of a CSV file.", onlyFor: maybeCsv }),
  }),
});
