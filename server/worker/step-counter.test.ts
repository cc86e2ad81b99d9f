import fc from "fast-check";
import { expect, test } from "vitest";
import { queuedRun, reduceRun } from "../../graph/reduce-run.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import { createStepCounter } from "./step-counter.ts";

const nodeId = fc.constantFrom("a", "b", "c", "d");
const failure = { kind: "crashed", message: "It crashed." } as const;
const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  nodeId.map((id) => ({ type: "step.started" as const, nodeId: id, at: 1, attempt: 1 })),
  nodeId.map((id) => ({ type: "step.finished" as const, nodeId: id, at: 1, durationMs: 1, outputs: {} })),
  nodeId.map((id) => ({ type: "step.failed" as const, nodeId: id, at: 1, durationMs: 1, failure })),
  nodeId.map((id) => ({ type: "step.skipped" as const, nodeId: id, at: 1, reason: { kind: "disabled" as const } })),
);

test("the counts are those of the state that the events fold to", () => {
  fc.assert(
    fc.property(fc.array(anyEvent), (events) => {
      const counter = createStepCounter(4);
      for (const event of events) counter.add(event);
      const state = events.reduce(reduceRun, queuedRun);

      const statuses = Object.values(state.nodes).map(({ status }) => status);
      const countOf = (status: string) => statuses.filter((one) => one === status).length;
      expect(counter.counts()).toEqual({
        total: 4,
        running: countOf("running"),
        succeeded: countOf("succeeded"),
        failed: countOf("failed"),
        skipped: countOf("skipped"),
      });
    }),
  );
});

test("a new attempt counts only what it takes over", () => {
  const counter = createStepCounter(3);
  for (const id of ["a", "b"]) counter.add({ type: "step.finished", nodeId: id, at: 1, durationMs: 1, outputs: {} });
  counter.add({ type: "step.started", nodeId: "c", at: 1, attempt: 1 });

  counter.add({ type: "run.started", at: 2, attempt: 2, worker: "w", resumedSteps: ["a"] });

  expect(counter.counts()).toEqual({ total: 3, running: 0, succeeded: 1, failed: 0, skipped: 0 });
});
