import { z } from "zod";
import { defineNode } from "#graph/define-node";

export const flatten = defineNode({
  type: "flatten",
  version: 1,
  title: "Flatten",
  summary: "Makes one list of a list of lists.",
  docs: `Puts the items of all inner lists behind one another, in order, and leaves out gaps. Use it, for example, after
cropping the objects out of several images, to go on with all crops as one list.

The new list no longer pairs with the lists that it came from. *Count* is the number of its items.`,
  category: "logic",
  icon: "list-collapse",
  keywords: ["list", "concat", "unnest", "join"],
  inputs: { lists: { label: "Lists", type: { kind: "any", variable: "T" }, list: 2 } },
  outputs: {
    items: { label: "Items", type: { kind: "any", variable: "T" }, list: 1 },
    count: { label: "Count", type: { kind: "number" } },
  },
  params: z.strictObject({}),
});
