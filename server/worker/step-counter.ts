import type { RunEvent } from "../../graph/run-events.ts";
import type { StepCounts } from "../db/schema/runs.ts";

export type StepCounter = { add: (event: RunEvent) => void; counts: () => StepCounts };

type Standing = "running" | "paused" | "succeeded" | "failed" | "skipped";

/** Counts steps by how they stand, in constant time an event: `reduceRun` copies the nodes each time, which adds up here. */
export function createStepCounter(total: number): StepCounter {
  const standing = new Map<string, Standing>();
  const counts: StepCounts & { paused: number } = { total, running: 0, succeeded: 0, failed: 0, skipped: 0, paused: 0 };

  function set(nodeId: string, next: Standing | null) {
    // The node that runs a workflow counts, not the steps in that.
    if (nodeId.includes("/")) return;
    const before = standing.get(nodeId);
    if (before) counts[before] -= 1;
    if (next) {
      counts[next] += 1;
      standing.set(nodeId, next);
    } else standing.delete(nodeId);
  }

  return {
    counts() {
      const { paused, ...others } = counts;
      return paused === 0 ? others : { ...others, paused };
    },
    add(event) {
      switch (event.type) {
        case "run.started": {
          // What was in flight when the last attempt was lost waits again.
          for (const nodeId of standing.keys()) set(nodeId, null);
          for (const nodeId of event.resumedSteps ?? []) set(nodeId, "succeeded");
          for (const nodeId of event.failedSteps ?? []) set(nodeId, "failed");
          return;
        }
        case "run.finished":
          for (const [nodeId, status] of standing) if (status === "running" || status === "paused") set(nodeId, null);
          return;
        case "step.started":
          return set(event.nodeId, "running");
        case "step.finished":
        case "step.reused":
          return set(event.nodeId, "succeeded");
        case "step.failed":
          return set(event.nodeId, "failed");
        case "step.waiting":
          return set(event.nodeId, "paused");
        case "step.skipped":
          return set(event.nodeId, "skipped");
      }
    },
  };
}
