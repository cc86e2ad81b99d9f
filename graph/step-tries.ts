import { MAX_TRIES_KEPT } from "./run-events.ts";
import type { NodeRunState, StepTry } from "./run-events.ts";

/** The step with the execution that just ended among its earlier ones. What never began adds none. */
export function withTry(node: NodeRunState, end: Omit<StepTry, "startedAt">): NodeRunState {
  const { startedAt, tries = [] } = node;
  if (startedAt === undefined) return node;
  return { ...node, tries: [...tries, { startedAt, ...end }].slice(-MAX_TRIES_KEPT) };
}

/**
 * The steps as a further attempt finds them. Those that are not kept wait, and of what began of them only the tries and the
 * log stay; steps without either are as if they had never been.
 */
export function begunAgain(
  nodes: Readonly<Record<string, NodeRunState>>,
  { isKept, at }: { isKept: (nodeId: string) => boolean; at: number },
): Record<string, NodeRunState> {
  const again: Record<string, NodeRunState> = {};
  for (const [nodeId, node] of Object.entries(nodes)) {
    if (isKept(nodeId)) {
      again[nodeId] = node;
      continue;
    }
    // Of a node whose state follows from steps within, those have the tries.
    if (node.isFolded || node.from) continue;
    // What waited for an answer goes on with it.
    const { tries } = node.status === "paused" ? node : withTry(node, endOf(node, at));
    const { log } = node;
    if (tries) again[nodeId] = { status: "waiting", attempt: 0, outputs: {}, log, tries };
  }
  return again;
}

function endOf({ status, startedAt, durationMs, failure }: NodeRunState, at: number): Omit<StepTry, "startedAt"> {
  const endedAt = startedAt !== undefined && durationMs !== undefined ? startedAt + durationMs : at;
  if (status === "failed") return { endedAt, how: "failed", ...(failure && { failure }) };
  return { endedAt, how: status === "cancelled" ? "cancelled" : "lost" };
}
