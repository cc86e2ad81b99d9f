import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createProbe } from "./server-probe.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Answers as told, then with yes. */
function probe(...answers: boolean[]) {
  const seen: string[] = [];
  const asked: number[] = [];
  const start = Date.now();
  const own = createProbe({
    ask: async () => {
      asked.push(Date.now() - start);
      return answers.shift() ?? true;
    },
    onChange: ({ status }) => seen.push(status),
    onBack: () => seen.push("back"),
  });
  return { ...own, seen, asked };
}

test("a server that answers at once is not said to be back", async () => {
  const { seen, asked } = probe(true);

  await vi.advanceTimersByTimeAsync(60_000);

  expect(seen).toEqual(["answers"]);
  expect(asked).toEqual([0]);
});

test("one that does not answer is asked again with growing pauses until it does", async () => {
  const { seen, asked } = probe(false, false, false, false, false);

  await vi.advanceTimersByTimeAsync(120_000);

  expect(asked).toEqual([0, 2_000, 6_000, 14_000, 29_000, 44_000]);
  expect(seen).toEqual(["down", "down", "down", "down", "down", "answers", "back"]);
});

test("a person need not wait, and nobody asks for a page that is gone", async () => {
  const waiting = probe(false);
  const left = probe(false);
  await vi.advanceTimersByTimeAsync(500);

  waiting.tryNow();
  left.stop();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(waiting.asked).toEqual([0, 500]);
  expect(waiting.seen).toEqual(["down", "answers", "back"]);
  expect(left.asked).toEqual([0]);
});
