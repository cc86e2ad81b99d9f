import { z } from "zod";
import { defineNode } from "#graph/define-node";

export const collect = defineNode({
  type: "collect",
  version: 1,
  title: "Collect",
  summary: "Closes the gaps of a list and counts its items.",
  docs: `Makes a **new list** of the items that are there. Items that took another way at an *If*, or that were dropped after an
error, leave gaps in a list, so that lists that come from one another still match item by item. *Collect* closes the gaps;
the new list no longer pairs with the old ones.

*Count* is the number of items left. Of a list of lists, each inner list is collected for itself.`,
  category: "logic",
  icon: "list",
  keywords: ["list", "compact", "count", "length", "gather"],
  inputs: { items: { label: "Items", type: { kind: "any", variable: "T" }, list: 1 } },
  outputs: {
    items: { label: "Items", type: { kind: "any", variable: "T" }, list: 1 },
    count: { label: "Count", type: { kind: "number" } },
  },
  params: z.strictObject({}),
});
