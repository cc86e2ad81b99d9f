import type { RunEvent } from "../../graph/run-events.ts";

/** One execution of a step. `opened` and `closed` are places in the order of the events, which is finer than their clock. */
export type StepInTime = {
  nodeId: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  durationMs: number;
  waitedMs: number;
  opened: number;
  closed: number;
  device: string | null;
  how: "succeeded" | "failed" | "cached" | "lost" | "running";
  facts: Record<string, unknown>;
};

type Open = Pick<StepInTime, "nodeId" | "startedAt" | "waitedMs" | "opened" | "facts">;

/** The executions of all attempts, in the order in which they began. What an attempt that was lost had begun ends with it. */
export function stepsInTime(events: readonly RunEvent[]): StepInTime[] {
  const open = new Map<string, Open>();
  const steps: StepInTime[] = [];
  const close = (nodeId: string, at: number, end: Pick<StepInTime, "closed" | "how"> & Partial<StepInTime>) => {
    const begun = open.get(nodeId) ?? { nodeId, startedAt: at, waitedMs: 0, opened: end.closed, facts: {} };
    open.delete(nodeId);
    const facts = { ...begun.facts, ...end.facts };
    steps.push({ device: null, durationMs: Math.max(0, at - begun.startedAt), ...begun, ...end, facts });
  };
  const closeAll = (at: number, closed: number, how: "lost" | "running") => {
    for (const { nodeId } of open.values()) close(nodeId, at, { closed, how });
  };

  for (const [index, event] of events.entries()) {
    switch (event.type) {
      case "run.started":
        closeAll(event.at, index, "lost");
        break;
      case "run.finished":
        closeAll(event.at, index, "lost");
        break;
      case "step.started": {
        const { nodeId, at, attempt, items, waitedMs = 0 } = event;
        // A further try of the same execution; the waits between belong to it.
        const first = open.get(nodeId);
        const facts = { ...(attempt > 1 && { tries: attempt }), ...(items !== undefined && { items }) };
        if (first) first.facts = { ...first.facts, ...facts };
        else open.set(nodeId, { nodeId, startedAt: at, waitedMs, opened: index, facts });
        break;
      }
      case "step.finished": {
        const { nodeId, at, durationMs, device, batch, droppedItems, caught, cached } = event;
        const tries = open.get(nodeId)?.facts.tries !== undefined;
        close(nodeId, at, {
          closed: index,
          how: cached ? "cached" : "succeeded",
          // That of its last try; with several, from the first to the end.
          ...(!tries && { durationMs }),
          device: device ?? null,
          facts: {
            ...(batch && { computedTogether: batch.size, waitedForModelMs: batch.waitedMs }),
            ...(droppedItems !== undefined && { droppedItems }),
            ...(caught && { caught: caught.message }),
          },
        });
        break;
      }
      case "step.failed":
        close(event.nodeId, event.at, { closed: index, how: "failed", facts: { failure: event.failure.message } });
        break;
    }
  }
  const last = events.at(-1);
  if (last) closeAll(last.at, events.length, "running");
  return steps.sort((a, b) => a.opened - b.opened);
}
