import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchSilence } from "./silence-watch.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

function watch(allowedMs: () => number) {
  const silences: number[] = [];
  return { silences, ...watchSilence({ allowedMs, onSilence: (ms) => silences.push(ms) }) };
}

test("who is heard in time is left alone; who is not is told of once", () => {
  const { silences, heard } = watch(() => 5_000);

  for (let second = 0; second < 20; second++) {
    vi.advanceTimersByTime(1_000);
    heard();
  }
  expect(silences).toEqual([]);

  vi.advanceTimersByTime(60_000);
  expect(silences).toEqual([6_000]);
});

test("what is allowed may change: little to who idles, more to who computes", () => {
  let allowedMs = 60_000;
  const { silences } = watch(() => allowedMs);

  vi.advanceTimersByTime(30_000);
  expect(silences).toEqual([]);

  allowedMs = 10_000;
  vi.advanceTimersByTime(1_000);
  expect(silences).toHaveLength(1);
});

test("time in which the machine slept does not count", () => {
  const { silences } = watch(() => 5_000);
  vi.advanceTimersByTime(2_000);

  // No timer ran for an hour.
  vi.setSystemTime(Date.now() + 3_600_000);
  const now = performance.now.bind(performance);
  const slept = vi.spyOn(performance, "now").mockImplementation(() => now() + 3_600_000);
  vi.advanceTimersByTime(3_000);
  slept.mockRestore();

  expect(silences).toEqual([]);
});
