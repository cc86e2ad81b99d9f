import { z } from "zod";
import { defineNode } from "#graph/define-node";

const input = { type: { kind: "any", variable: "T" }, optional: true } as const;

export const merge = defineNode({
  type: "merge",
  version: 1,
  title: "Merge",
  summary: "Joins branches: gives the first value that arrived.",
  docs: `Waits for all that is connected and gives the **first value that arrived, in the order of the ports**: A before B, and
so on. Use it behind *If* to go on with one way for both sides, or to have a second choice when the first one fails with the
error policy "error port".

All inputs must be of the same kind. With lists it chooses item by item: where A has a gap, the item of B takes its place.`,
  category: "logic",
  icon: "merge",
  keywords: ["join", "fallback", "first", "coalesce"],
  inputs: {
    a: { ...input, label: "A" },
    b: { ...input, label: "B" },
    c: { ...input, label: "C" },
    d: { ...input, label: "D" },
  },
  outputs: { value: { label: "Value", type: { kind: "any", variable: "T" } } },
  params: z.strictObject({}),
});
