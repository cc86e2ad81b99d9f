import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { collect } from "./definition.ts";

/** The list arrives without gaps already; that it leaves under a lineage of its own is what the definition says. */
export const runCollect: NodeRunner<typeof collect> = ({ inputs: { items } }) => ({ items, count: items.length });
