import { expect, test } from "vitest";
import { queuedRun, reduceRun } from "#graph/reduce-run";
import { placeOf, spanOf, ticksOf } from "./timeline.ts";

const started = reduceRun(queuedRun, { type: "run.started", at: 1_000, attempt: 1, worker: "w" });

test("a run that waits has no timeline", () => {
  expect(spanOf(queuedRun, 5_000)).toBeNull();
});

test("a run under way reaches to now, a finished one to its end", () => {
  const finished = reduceRun(started, { type: "run.finished", at: 1_212, outcome: "succeeded" });

  expect(spanOf(started, 1_500)).toEqual({ fromMs: 1_000, toMs: 1_500 });
  expect(spanOf(finished, 9_000)).toEqual({ fromMs: 1_000, toMs: 1_212 });
});

test("the axis has a few round times", () => {
  expect(ticksOf({ fromMs: 0, toMs: 212 })).toEqual([0, 50, 100, 150, 200]);
  expect(ticksOf({ fromMs: 0, toMs: 9 })).toEqual([0, 2, 4, 6, 8]);
});

test("a bar keeps inside its track, whatever the clocks say", () => {
  const span = { fromMs: 1_000, toMs: 1_100 };

  expect(placeOf(span, 1_050, 25)).toEqual({ left: 0.5, width: 0.25 });
  expect(placeOf(span, 900, 500)).toEqual({ left: 0, width: 1 });
});
