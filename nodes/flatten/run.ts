import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { flatten } from "./definition.ts";

export const runFlatten: NodeRunner<typeof flatten> = ({ inputs: { lists } }) => {
  const items = lists.flat();
  return { items, count: items.length };
};
