import type { NodeFailure, RunEvent } from "../../graph/run-events.ts";
import { nodeAt } from "../../graph/sub-graphs.ts";
import type { EngineRunRequest } from "./engine-pool-types.ts";

export type RunClock = {
  /** Follows which steps are under way. */
  see: (events: RunEvent[]) => void;
  stop: () => void;
};

/**
 * Watches the time limits of a run from outside its engine: inside, no timer fires while a native call holds the thread.
 * The engine gets `graceMs` over each limit to say so itself.
 */
export function startRunClock(
  request: EngineRunRequest,
  { graceMs, onOverdue }: { graceMs: number; onOverdue: (failure: NodeFailure, nodeId?: string) => void },
): RunClock {
  const timers = new Map<string, NodeJS.Timeout>();
  const whole = request.timeoutMs === null ? undefined : setTimeout(runOverdue, request.timeoutMs + graceMs);

  function runOverdue() {
    onOverdue({ kind: "timeout", message: `The run took longer than its limit of ${request.timeoutMs} ms.` });
  }
  function stepOverdue(nodeId: string, limitMs: number) {
    onOverdue({ kind: "timeout", message: `The node took longer than its limit of ${limitMs} ms.` }, nodeId);
  }

  return {
    see: (events) => {
      for (const event of events) {
        if (!("nodeId" in event)) continue;
        if (event.type === "step.started") {
          const limitMs = nodeAt(request.graph, request.subGraphs, event.nodeId)?.node.timeoutMs;
          clearTimeout(timers.get(event.nodeId));
          if (limitMs === undefined) continue;
          timers.set(
            event.nodeId,
            setTimeout(() => stepOverdue(event.nodeId, limitMs), limitMs + graceMs),
          );
        } else if (event.type !== "step.progress" && event.type !== "step.log") {
          clearTimeout(timers.get(event.nodeId));
          timers.delete(event.nodeId);
        }
      }
    },
    stop: () => {
      clearTimeout(whole);
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
