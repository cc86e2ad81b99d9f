import type { NodeRunState, RunState } from "./run-events.ts";

/** The run as the workflow of a node saw it: its steps by their own ids. The same state for an empty path. */
export function runWithin(run: RunState, path: string): RunState {
  if (path === "") return run;
  const prefix = `${path}/`;
  const nodes = Object.entries(run.nodes)
    .filter(([nodeId]) => nodeId.startsWith(prefix))
    .map(([nodeId, node]) => [nodeId.slice(prefix.length), withOwnReason(node, prefix)] as const);
  return { ...run, nodes: Object.fromEntries(nodes) };
}

/** What skipped a step from outside has no name within. */
function withOwnReason(node: NodeRunState, prefix: string): NodeRunState {
  const { skipped, ...rest } = node;
  if (!skipped || !("nodeId" in skipped)) return node;
  if (!skipped.nodeId.startsWith(prefix)) return rest;
  return { ...rest, skipped: { ...skipped, nodeId: skipped.nodeId.slice(prefix.length) } };
}
