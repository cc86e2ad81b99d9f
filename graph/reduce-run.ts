import { foldInto, foldResumed, reduceFolded } from "./fold-inner-steps.ts";
import type { StepEvent } from "./fold-inner-steps.ts";
import { begunAgain, withTry } from "./step-tries.ts";
import { MAX_ATTEMPTS_KEPT } from "./run-events.ts";
import type { NodeRunState, RunEvent, RunState } from "./run-events.ts";

/** Lines that a node's log keeps in the state; the events hold all. */
const MAX_LOG_LINES = 200;

export const queuedRun: RunState = { status: "queued", isCancelling: false, attempt: 0, nodes: {} };

export const waitingNode: NodeRunState = { status: "waiting", attempt: 0, outputs: {}, log: [] };

/**
 * The state after one more event. Used by the canvas, the run page and the server's summary, so that a node can never be
 * green in one place and red in another. Events that come again, or after the end, change nothing that has ended, unless the
 * run is retried.
 */
export function reduceRun(state: RunState, event: RunEvent): RunState {
  return foldRun(state, [event]);
}

/** The state after many events, in time that grows with their number alone: the nodes are copied once, not for each. */
export function foldRun(state: RunState, events: Iterable<RunEvent>): RunState {
  let folded = state;
  let areNodesOurs = false;
  for (const event of events) {
    if (isOver(folded) && event.type !== "run.retried") continue;
    if ("nodeId" in event) {
      if (!areNodesOurs) folded = { ...folded, nodes: { ...folded.nodes } };
      areNodesOurs = true;
      folded.nodes[event.nodeId] = reduceStep(folded.nodes[event.nodeId] ?? waitingNode, event);
      if (event.nodeId.includes("/")) foldInto(folded, event);
    } else {
      folded = reduceWhole(folded, event);
      areNodesOurs = false;
    }
  }
  return folded;
}

function reduceWhole(state: RunState, event: Exclude<RunEvent, { nodeId: string }>): RunState {
  switch (event.type) {
    case "run.started":
      return startAttempt(state, event);
    case "run.cancelling":
      return { ...state, isCancelling: true };
    case "run.waiting":
      return { ...state, status: "waiting" };
    case "run.retried":
      return retryRun(state, event);
    case "run.finished":
      return finishRun(state, event);
  }
}

function isOver({ status }: RunState): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}

/** What was in flight when the last attempt was lost waits again; what had finished stays. */
function startAttempt(state: RunState, event: Extract<RunEvent, { type: "run.started" }>): RunState {
  const kept = new Set([...(event.resumedSteps ?? []), ...(event.failedSteps ?? [])]);
  const nodes = begunAgain(state.nodes, { isKept: (nodeId) => kept.has(nodeId), at: event.at });
  const { attempt, at, worker, environment } = event;
  const begun = { attempt, at, worker, ...(environment && { environment }) };
  return {
    ...state,
    status: "running",
    attempt,
    attempts: [...(state.attempts ?? []), begun].slice(-MAX_ATTEMPTS_KEPT),
    startedAt: state.startedAt ?? at,
    ...(event.innerSteps && { innerSteps: event.innerSteps }),
    nodes: event.innerSteps ? { ...nodes, ...foldResumed(nodes, event.innerSteps) } : nodes,
  };
}

/** What failed, was cancelled or was skipped waits again. A run that goes on, or has succeeded, cannot be retried. */
function retryRun(state: RunState, event: Extract<RunEvent, { type: "run.retried" }>): RunState {
  if (state.status !== "failed" && state.status !== "cancelled") return state;
  const { startedAt: _startedAt, finishedAt, failure: _failure, ...rest } = state;
  const isKept = (nodeId: string) => state.nodes[nodeId]?.status === "succeeded";
  return {
    ...rest,
    status: "queued",
    retriedAt: event.at,
    retries: (state.retries ?? 0) + 1,
    nodes: begunAgain(state.nodes, { isKept, at: finishedAt ?? event.at }),
  };
}

function finishRun(state: RunState, event: Extract<RunEvent, { type: "run.finished" }>): RunState {
  const nodes = Object.entries(state.nodes).map(([nodeId, node]) => [
    nodeId,
    isOpen(node) ? { ...node, status: "cancelled" as const } : node,
  ]);
  return {
    ...state,
    status: event.outcome,
    isCancelling: false,
    finishedAt: event.at,
    ...(event.failure && { failure: event.failure }),
    nodes: Object.fromEntries(nodes),
  };
}

/** A retry runs for the reason of the first try. */
function whyOf({ why }: NodeRunState, event: Extract<RunEvent, { type: "step.started" }>): Pick<NodeRunState, "why"> {
  const known = event.why ?? (event.attempt > 1 ? why : undefined);
  return known ? { why: known } : {};
}

function isOpen({ status }: NodeRunState): boolean {
  return status === "running" || status === "waiting" || status === "paused";
}

function reduceStep(node: NodeRunState, event: StepEvent): NodeRunState {
  return node.isFolded ? reduceFolded(node, event) : reduceNode(node, event);
}

function reduceNode(node: NodeRunState, event: StepEvent): NodeRunState {
  switch (event.type) {
    case "step.started":
      return {
        ...waitingNode,
        log: node.log,
        ...(node.tries && { tries: node.tries }),
        status: "running",
        attempt: event.attempt,
        startedAt: event.at,
        ...(event.items !== undefined && { items: event.items }),
        ...whyOf(node, event),
        ...(event.waitedMs !== undefined && { waitedMs: event.waitedMs }),
      };
    case "step.progress":
      return { ...node, progress: { done: event.done, total: event.total } };
    case "step.log":
      return { ...node, log: [...node.log, event.message].slice(-MAX_LOG_LINES) };
    case "step.retrying":
      return {
        ...withTry(node, { endedAt: event.at, how: "failed", failure: event.failure }),
        failure: event.failure,
        attempt: event.attempt,
      };
    case "step.finished": {
      const { type: _type, nodeId: _nodeId, at: _at, caught, ...result } = event;
      const { progress: _progress, failure: _failure, ...rest } = node;
      return { startedAt: event.at, ...rest, ...result, status: "succeeded", ...(caught && { failure: caught }) };
    }
    case "step.failed":
      return { ...node, status: "failed", durationMs: event.durationMs, failure: event.failure };
    case "step.waiting": {
      const { progress: _progress, failure: _failure, ...rest } = node;
      return {
        ...rest,
        status: "paused",
        waits: event.waits,
        ...(event.items !== undefined && { items: event.items }),
      };
    }
    case "step.profiled":
      return { ...node, profiles: [...(node.profiles ?? []), event.profile] };
    case "step.skipped":
      return { ...node, status: "skipped", skipped: event.reason };
    case "step.reused":
      return { ...waitingNode, status: "succeeded", startedAt: event.at, from: event.from, outputs: event.outputs };
  }
}
