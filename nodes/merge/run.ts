import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import type { merge } from "./definition.ts";

export const runMerge: NodeRunner<typeof merge> = ({ inputs: { a, b, c, d } }) => {
  const value = a ?? b ?? c ?? d;
  return value ? { value } : {};
};
