import type { NodeRunState, RunEvent, RunState } from "./run-events.ts";

export type StepEvent = Extract<RunEvent, { nodeId: string }>;

/**
 * Carries what happened to a step within a workflow over to the nodes that run it, outermost first, where their steps are
 * laid out among the others: the node runs with the first of them and fails with the first that fails. A node that runs
 * its workflow as one step tells its state itself. Changes `state.nodes`, which the caller has copied.
 */
export function foldInto(state: RunState, event: StepEvent): void {
  for (let end = event.nodeId.indexOf("/"); end >= 0; end = event.nodeId.indexOf("/", end + 1)) {
    const outerId = event.nodeId.slice(0, end);
    const total = state.innerSteps?.[outerId];
    if (total === undefined) continue;
    const outer = state.nodes[outerId] ?? waiting;
    const folded = foldStep(outer, { event, total });
    if (folded !== outer) state.nodes[outerId] = folded;
  }
}

/** The nodes that go on with a part of their steps done by an earlier attempt. */
export function foldResumed(
  nodes: Readonly<Record<string, NodeRunState>>,
  innerSteps: Readonly<Record<string, number>>,
): Record<string, NodeRunState> {
  const folded: Record<string, NodeRunState> = {};
  for (const [outerId, total] of Object.entries(innerSteps)) {
    const inner = Object.entries(nodes).filter(
      ([nodeId, { status }]) => status !== "waiting" && nodeId.startsWith(`${outerId}/`),
    );
    if (inner.length === 0 || nodes[outerId]) continue;
    const startedAt = Math.min(...inner.map(([, node]) => node.startedAt ?? Infinity));
    folded[outerId] = {
      ...waiting,
      isFolded: true,
      status: "running",
      ...(Number.isFinite(startedAt) && { startedAt }),
      progress: { done: inner.length, total },
    };
  }
  return folded;
}

const waiting: NodeRunState = { status: "waiting", attempt: 0, outputs: {}, log: [] };

function foldStep(outer: NodeRunState, { event, total }: { event: StepEvent; total: number }): NodeRunState {
  if (!isOpen(outer)) return outer;
  const done = outer.progress?.done ?? 0;
  switch (event.type) {
    case "step.started": {
      if (outer.status !== "waiting") return outer;
      return {
        ...outer,
        isFolded: true,
        status: "running",
        attempt: event.attempt,
        startedAt: event.at,
        progress: { done, total },
      };
    }
    case "step.waiting":
      // What it waits for is asked by the step within.
      return outer.status === "failed" ? outer : { ...outer, isFolded: true, status: "paused", waits: [] };
    case "step.finished":
    case "step.skipped":
      return { ...outer, progress: { done: Math.min(done + 1, total), total } };
    case "step.failed": {
      const progress = { done: Math.min(done + 1, total), total };
      if (outer.status === "failed") return { ...outer, progress };
      const durationMs = Math.max(0, event.at - (outer.startedAt ?? event.at));
      return { ...outer, isFolded: true, status: "failed", failure: event.failure, durationMs, progress };
    }
    default:
      return outer;
  }
}

function isOpen({ status }: NodeRunState): boolean {
  return status === "waiting" || status === "running" || status === "paused" || status === "failed";
}

/** The events of the node's own step, which only hands on what the others gave, in the light of theirs. */
export function reduceFolded(node: NodeRunState, event: StepEvent): NodeRunState {
  switch (event.type) {
    case "step.finished": {
      const { progress: _progress, ...rest } = node;
      const durationMs = Math.max(event.durationMs, event.at - (node.startedAt ?? event.at));
      return { ...rest, status: "succeeded", outputs: event.outputs, durationMs };
    }
    case "step.failed":
      return { ...node, status: "failed", failure: event.failure };
    case "step.skipped": {
      if (node.status === "failed") return node;
      const { progress: _progress, ...rest } = node;
      return { ...rest, status: "skipped", skipped: event.reason };
    }
    default:
      return node;
  }
}
