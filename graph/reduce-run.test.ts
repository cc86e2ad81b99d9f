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
  expect(state.nodes.a).toMatchObject({ status: "succeeded" });
  expect(state.nodes.b).toMatchObject({ status: "waiting", tries: [{ startedAt: 2, endedAt: 200, how: "lost" }] });
  expect(state.attempts).toMatchObject([{ attempt: 1 }, { attempt: 2, at: 200 }]);
});

test("each try of a step that is tried again stays, with what it failed of", () => {
  const state = fold(
    started(),
    { type: "step.started", nodeId: "a", at: 1, attempt: 1 },
    { type: "step.retrying", nodeId: "a", at: 4, attempt: 2, delayMs: 10, failure },
    { type: "step.started", nodeId: "a", at: 14, attempt: 2 },
    { type: "step.finished", nodeId: "a", at: 20, durationMs: 6, outputs: {} },
  );

  expect(state.nodes.a).toMatchObject({
    startedAt: 14,
    durationMs: 6,
    tries: [{ startedAt: 1, endedAt: 4, how: "failed", failure }],
  });
});

test("a run that is retried keeps what had succeeded, and what had not waits again", () => {
  const ended = fold(
    started(),
    { type: "step.finished", nodeId: "a", at: 101, durationMs: 1, outputs: {} },
    { type: "step.started", nodeId: "b", at: 102, attempt: 1 },
    { type: "step.failed", nodeId: "b", at: 105, durationMs: 3, failure },
    { type: "step.skipped", nodeId: "c", at: 105, reason: { kind: "upstream", nodeId: "b" } },
    { type: "run.finished", at: 106, outcome: "failed", failure },
  );
  const retried = reduceRun(ended, { type: "run.retried", at: 900, by: "Ada" });

  expect(retried).toMatchObject({ status: "queued", retries: 1, retriedAt: 900 });
  expect(retried).not.toHaveProperty("failure");
  expect(retried).not.toHaveProperty("finishedAt");
  expect(Object.keys(retried.nodes)).toEqual(["a", "b"]);
  expect(retried.nodes.b).toMatchObject({ status: "waiting", tries: [{ how: "failed", endedAt: 105, failure }] });

  const again = [
    { type: "run.started", at: 910, attempt: 2, worker: "w2", resumedSteps: ["a"] },
    { type: "step.started", nodeId: "b", at: 911, attempt: 1 },
    { type: "step.finished", nodeId: "b", at: 912, durationMs: 1, outputs: {} },
    { type: "run.finished", at: 913, outcome: "succeeded" },
  ] satisfies RunEvent[];
  const done = again.reduce<typeof retried>(reduceRun, retried);
  expect(done).toMatchObject({ status: "succeeded", startedAt: 910, finishedAt: 913 });
  expect(done.nodes.b!.tries).toHaveLength(1);
  expect(reduceRun(done, { type: "run.retried", at: 999, by: "Ada" })).toBe(done);
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
      { type: "run.retried", at: 10, by: "Ada" },
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
