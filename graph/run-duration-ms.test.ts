import { expect, test } from "vitest";
import { runDurationMs } from "./run-duration-ms.ts";

const at = (ms: number) => new Date(ms);

test("what the database recorded counts, whatever the engine's clock said", () => {
  const recorded = { startedAt: at(1_000), finishedAt: at(1_250) };

  expect(runDurationMs(recorded)).toBe(250);
  expect(runDurationMs(recorded, { told: { startedAt: 1_040, finishedAt: 1_230 }, now: 9_000 })).toBe(250);
});

test("until that is known, what the events tell, and while it runs the time until now", () => {
  expect(runDurationMs(null, { told: { startedAt: 1_040, finishedAt: 1_230 } })).toBe(190);
  expect(runDurationMs({ startedAt: at(1_000), finishedAt: null }, { now: 1_600 })).toBe(600);
  expect(runDurationMs(null, { told: { startedAt: 1_000 }, now: 900 })).toBe(0);
});

test("a run that has not begun has none", () => {
  expect(runDurationMs(null, { now: 5 })).toBeNull();
  expect(runDurationMs({ startedAt: null, finishedAt: at(7) })).toBeNull();
  expect(runDurationMs({ startedAt: at(1), finishedAt: null })).toBeNull();
});
