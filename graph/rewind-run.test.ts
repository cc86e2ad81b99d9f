import fc from "fast-check";
import { expect, test } from "vitest";
import { queuedRun, reduceRun } from "./reduce-run.ts";
import { createRewind } from "./rewind-run.ts";
import type { NodeFailure, RunEvent } from "./run-events.ts";
import type { StepWait } from "./waits.ts";

const failure: NodeFailure = { kind: "crashed", message: "out of memory" };
const nodeId = fc.constantFrom("a", "b", "b/c", "b/d");
const at = fc.nat({ max: 10_000 });
const event: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({
    type: fc.constant("run.started" as const),
    at,
    attempt: fc.integer({ min: 1, max: 4 }),
    worker: fc.constant("w"),
    resumedSteps: fc.subarray(["a", "b", "b/c"]),
    innerSteps: fc.constantFrom<Record<string, number>>({}, { b: 2 }),
  }),
  fc.record({ type: fc.constant("step.started" as const), nodeId, at, attempt: fc.constantFrom(1, 2) }),
  fc.record({ type: fc.constant("step.progress" as const), nodeId, at, done: fc.nat(), total: fc.nat() }),
  fc.record({ type: fc.constant("step.log" as const), nodeId, at, message: fc.string() }),
  fc.record({
    type: fc.constant("step.retrying" as const),
    nodeId,
    at,
    attempt: fc.constant(2),
    delayMs: fc.nat(),
    failure: fc.constant(failure),
  }),
  fc.record({
    type: fc.constant("step.finished" as const),
    nodeId,
    at,
    durationMs: fc.nat(),
    outputs: fc.constant({}),
  }),
  fc.record({
    type: fc.constant("step.failed" as const),
    nodeId,
    at,
    durationMs: fc.nat(),
    failure: fc.constant(failure),
  }),
  fc.record({ type: fc.constant("step.waiting" as const), nodeId, at, waits: fc.constant<StepWait[]>([]) }),
  fc.record({
    type: fc.constant("step.skipped" as const),
    nodeId,
    at,
    reason: fc.constant({ kind: "disabled" as const }),
  }),
  fc.record({ type: fc.constant("run.cancelling" as const), at }),
  fc.record({ type: fc.constant("run.waiting" as const), at }),
  fc.record({ type: fc.constant("run.retried" as const), at, by: fc.constant("Ada") }),
  fc.record({
    type: fc.constant("run.finished" as const),
    at,
    outcome: fc.constantFrom("succeeded" as const, "failed" as const, "cancelled" as const),
  }),
);
const history = fc.array(event, { maxLength: 400, size: "max" });

test("going back to all stored events gives the state that was seen live", () => {
  fc.assert(
    fc.property(history, (events) => {
      const live = events.reduce(reduceRun, queuedRun);
      expect(createRewind(events).stateAfter(events.length)).toEqual(live);
    }),
    { numRuns: 40 },
  );
});

test("going back to any event gives the fold of those before it, wherever one was before", () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 6 }), (events, places) => {
      const rewind = createRewind(events);
      for (const place of places) {
        const count = Math.min(place, events.length);
        expect(rewind.stateAfter(place)).toEqual(events.slice(0, count).reduce(reduceRun, queuedRun));
      }
    }),
    { numRuns: 40 },
  );
});

test("any place of a run under way is the fold of the events before it, in whatever batches and however often they come", () => {
  const batches = fc.array(fc.record({ from: fc.nat({ max: 400 }), length: fc.nat({ max: 60 }) }), { maxLength: 20 });
  fc.assert(
    fc.property(history, batches, fc.nat({ max: 400 }), (events, arriving, place) => {
      const numbered = events.map((event, index) => ({ seq: index + 1, event }));
      const rewind = createRewind();
      const had = new Set<number>();
      // Pages of what is stored and the live stream overlap, and either may be ahead.
      for (const { from, length } of [...arriving, { from: 0, length: events.length }]) {
        for (const one of numbered.slice(from, from + length)) {
          rewind.take(one);
          had.add(one.seq);
        }

        // All up to the first one that is missing.
        const count = numbered.findIndex(({ seq }) => !had.has(seq));
        expect(rewind.count).toBe(count < 0 ? events.length : count);
        const shown = Math.min(place, rewind.count);
        expect(rewind.stateAfter(shown)).toEqual(events.slice(0, shown).reduce(reduceRun, queuedRun));
      }
      expect(rewind.stateAfter(events.length)).toEqual(events.reduce(reduceRun, queuedRun));
    }),
    { numRuns: 40 },
  );
});

test("what is looked at in a run under way stays as it is while more happens", () => {
  fc.assert(
    fc.property(history, fc.nat({ max: 400 }), fc.nat({ max: 400 }), (events, cut, back) => {
      const rewind = createRewind(events.slice(0, cut));
      const place = Math.max(0, rewind.count - back);
      const looked = rewind.stateAfter(place);

      events.forEach((event, index) => rewind.take({ seq: index + 1, event }));

      expect(rewind.stateAfter(place)).toEqual(looked);
      expect(rewind.times).toEqual(createRewind(events).times);
    }),
    { numRuns: 40 },
  );
});

test("the events up to a time are those that had happened by then, in the order of the run", () => {
  const log = (at: number): RunEvent => ({ type: "step.log", nodeId: "a", at, message: "" });
  // The clock of the second worker is behind.
  const rewind = createRewind([log(10), log(20), log(15), log(30)]);

  expect(rewind.times).toEqual([10, 20, 20, 30]);
  expect([9, 10, 19, 20, 29, 30, 99].map(rewind.countAt)).toEqual([0, 1, 1, 3, 3, 4, 4]);
});
