import { z } from "zod";
import { defineNode } from "#graph/define-node";

export const countByLabel = defineNode({
  type: "count-by-label",
  version: 1,
  title: "Count by label",
  summary: "Counts how often each label occurs among detections, as a table and as JSON.",
  docs: `Gives a **table** with a row for each label: \`label\`, \`count\`, and \`best_score\`, the highest score among them (empty where there
are none). Most frequent labels come first, equal ones by name.

*Counts* holds the same as JSON, \`{"circle": 2, "star": 1}\`, for expressions and text.

Name labels to have a row for each of them, also where the count is 0; without, only what was found has one.`,
  category: "table",
  icon: "tally-5",
  keywords: ["histogram", "frequency", "number", "tally", "statistics", "detections"],
  inputs: { detections: { label: "Detections", type: { kind: "detections" } } },
  outputs: {
    table: {
      label: "Table",
      type: {
        kind: "table",
        columns: [
          { name: "label", type: "text" },
          { name: "count", type: "number" },
          { name: "best_score", type: "number" },
        ],
      },
    },
    counts: { label: "Counts", type: { kind: "json" } },
  },
  params: z.strictObject({
    labels: z.array(z.string().trim().min(1).max(200)).max(10_000).default([]).meta({
      title: "Labels",
      widget: "labels",
      description: "Each of these has a row, also where there are none.",
    }),
  }),
});
