import fc from "fast-check";
import { expect, test } from "vitest";
import { foldRun, queuedRun, reduceRun } from "./reduce-run.ts";
import type { NodeFailure, RunEvent } from "./run-events.ts";

const failure: NodeFailure = { kind: "timeout", message: "Took longer than 5 s." };
const started = (attempt = 1, resumedSteps?: string[]): RunEvent => ({
  type: "run.started",
  at: 100 * attempt,
  attempt,
  worker: "w1",
  ...(resumedSteps && { resumedSteps }),
});
const fold = (...events: RunEvent[]) => events.reduce(reduceRun, queuedRun);

test("a node runs, tells how far it is, and ends with its outputs", () => {
  const outputs = { count: { kind: "number", preview: { kind: "number", value: 3 }, inline: 3 } } as const;
  const running = fold(
    started(),
    { type: "step.started", nodeId: "a", at: 110, attempt: 1, items: 12 },
    { type: "step.progress", nodeId: "a", at: 112, done: 7, total: 12 },
  );
  expect(running.nodes.a).toMatchObject({ status: "running", items: 12, progress: { done: 7, total: 12 } });

  const done = reduceRun(running, {
    type: "step.finished",
    nodeId: "a",
    at: 120,
    durationMs: 10,
    outputs,
    device: "cpu",
  });

  expect(done.nodes.a).toMatchObject({ status: "succeeded", durationMs: 10, outputs, device: "cpu", items: 12 });
  expect(done.nodes.a).not.toHaveProperty("progress");
});

test("a node that succeeds after a retry no longer shows the failure", () => {
  const state = fold(
    started(),
    { type: "step.started", nodeId: "a", at: 1, attempt: 1 },
    { type: "step.retrying", nodeId: "a", at: 2, attempt: 2, delayMs: 10, failure },
    { type: "step.finished", nodeId: "a", at: 3, durationMs: 1, outputs: {} },
  );

  expect(state.nodes.a).toMatchObject({ status: "succeeded", attempt: 2 });
  expect(state.nodes.a).not.toHaveProperty("failure");
});

test("an error that the policy caught stays visible on the node that succeeded", () => {
  const state = fold(started(), {
    type: "step.finished",
    nodeId: "a",
    at: 3,
    durationMs: 1,
    outputs: {},
    caught: failure,
  });

  expect(state.nodes.a).toMatchObject({ status: "succeeded", failure });
});

test("a new attempt keeps what had finished and lets the rest wait again", () => {
  const state = fold(
    started(),
    { type: "step.finished", nodeId: "a", at: 1, durationMs: 1, outputs: {} },
    { type: "step.started", nodeId: "b", at: 2, attempt: 1 },
    started(2, ["a"]),
  );

  expect(state).toMatchObject({ status: "running", attempt: 2, startedAt: 100 });
  expect(Object.keys(state.nodes)).toEqual(["a"]);
});

test("what still ran when the run ended is cancelled, and the end is final", () => {
  const ended = fold(
    started(),
    { type: "step.started", nodeId: "a", at: 1, attempt: 1 },
    { type: "run.cancelling", at: 2 },
    { type: "run.finished", at: 3, outcome: "cancelled" },
  );

  expect(ended).toMatchObject({
    status: "cancelled",
    isCancelling: false,
    finishedAt: 3,
    nodes: { a: { status: "cancelled" } },
  });
  expect(reduceRun(ended, { type: "run.finished", at: 9, outcome: "succeeded" })).toBe(ended);
});

test("an event changes its own node and leaves the others the same objects", () => {
  const event = fc.constantFrom<RunEvent>(
    { type: "step.started", nodeId: "a", at: 1, attempt: 1 },
    { type: "step.failed", nodeId: "a", at: 2, durationMs: 1, failure },
    { type: "step.skipped", nodeId: "a", at: 2, reason: { kind: "disabled" } },
    { type: "step.log", nodeId: "a", at: 2, message: "hello" },
  );
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const before = fold(started(), { type: "step.started", nodeId: "b", at: 1, attempt: 1 });
      const after = events.reduce(reduceRun, before);
      expect(after.nodes.b).toBe(before.nodes.b);
    }),
  );
});

test("folding many events at once gives the same state as one after the other, and leaves the start alone", () => {
  const event = fc.oneof(
    fc.constantFrom<RunEvent>(
      started(),
      started(2, ["a"]),
      { type: "run.cancelling", at: 5 },
      { type: "run.finished", at: 9, outcome: "failed", failure },
    ),
    fc.record({
      type: fc.constant("step.started" as const),
      nodeId: fc.constantFrom("a", "b"),
      at: fc.nat(),
      attempt: fc.constant(1),
    }),
    fc.record({
      type: fc.constant("step.finished" as const),
      nodeId: fc.constantFrom("a", "b"),
      at: fc.nat(),
      durationMs: fc.nat(),
      outputs: fc.constant({}),
    }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), fc.array(event, { maxLength: 20 }), (first, second) => {
      const before = fold(...first);
      const copy = structuredClone(before);

      expect(foldRun(before, second)).toEqual(second.reduce(reduceRun, before));
      expect(before).toEqual(copy);
    }),
  );
});
