import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { deviceParam, labelsParam, modelParam } from "../model-params.ts";

const withThreshold = { param: "threshold", except: [null] };

export const predictTable = defineNode({
  type: "predict-table",
  version: 1,
  title: "Predict table",
  summary: "Runs an ONNX model over the rows of a table and adds its predictions as columns.",
  docs: `Runs a tabular model over all rows, in batches, so that memory stays small however long the table is.

**Which columns feed the model.** With *Columns* empty: the columns named as the model's inputs, if it has one input for
each feature; else all number columns, in order, if there are as many as the model takes. Otherwise name them in
*Columns*, in the model's order. A cell that is no number is refused with its row and column.

**What comes out.** The table with further columns: an output with one value a row becomes a column of its name, one
with several values a column for each (\`probabilities_cat\`). Whole numbers of a classifier are named by its labels; where
a model gives scores only, \`label\` is the class with the highest. Outputs of more than 256 values a row are left out.

**Windows.** A model that takes [batch, rows, columns] sees *Window rows* rows at a time, moving on by *Hop rows*. The
result then has one row for each window, with \`first_row\` and \`last_row\` (counted from 1); rows at the end that fill no
window are not seen.

**Threshold.** When set, a further column says whether an output is above it.`,
  category: "table",
  icon: "table-properties",
  keywords: ["score", "classify", "regression", "tabular", "batch", "anomaly", "time series", "sklearn", "xgboost"],
  inputs: { table: { label: "Table", type: { kind: "table" } } },
  outputs: {
    table: { label: "Predictions", type: { kind: "table" } },
    rowCount: { label: "Rows", type: { kind: "number" } },
  },
  params: z.strictObject({
    model: modelParam,
    columns: z.array(z.string().min(1).max(1_000)).max(2_048).default([]).meta({
      title: "Columns",
      widget: "columns",
      description:
        "The columns that the model takes, in its order. When empty, they are found by name or by their number.",
    }),
    labels: labelsParam,
    missing: z
      .enum(["refuse", "nan"])
      .default("refuse")
      .meta({
        title: "Missing values",
        widget: "select",
        options: { refuse: "Refuse", nan: "Pass as NaN" },
        description: "NaN only for models that know what to do with it.",
      }),
    windowRows: z.number().int().min(0).max(100_000).default(0).meta({
      title: "Window rows",
      widget: "number",
      description: "Only for models of windows. 0 takes the number that the model declares.",
    }),
    hopRows: z.number().int().min(0).max(100_000).default(0).meta({
      title: "Hop rows",
      widget: "number",
      description: "From the start of one window to the next. 0 puts them side by side.",
    }),
    threshold: z.number().nullable().default(null).meta({
      title: "Threshold",
      widget: "number",
      description: "Adds a column that is true where the output is above it.",
    }),
    thresholdOutput: z.string().max(1_000).default("").meta({
      title: "Threshold on",
      widget: "text",
      description: "The predicted column that is compared. When empty, the first one of numbers.",
      onlyFor: withThreshold,
    }),
    flagColumn: z.string().trim().min(1).max(100).default("above_threshold").meta({
      title: "Flag column",
      widget: "text",
      description: "The name of the column that the threshold adds.",
      onlyFor: withThreshold,
    }),
    batchRows: z
      .number()
      .int()
      .min(1)
      .max(65_536)
      .default(4_096)
      .meta({ title: "Rows at a time", widget: "number", description: "Rows that one call of the model gets." }),
    device: deviceParam,
  }),
});
