import { expect, test } from "vitest";
import { foldRun, queuedRun } from "#graph/reduce-run";
import { attemptCount } from "./attempt-count.ts";

test("the attempt after a retry is the second, whatever number it has", () => {
  const { attempts = [] } = foldRun(queuedRun, [
    { type: "run.started", at: 1, attempt: 1, worker: "" },
    { type: "run.finished", at: 2, outcome: "failed" },
    { type: "run.retried", at: 3, by: "" },
    { type: "run.started", at: 4, attempt: 3, worker: "" },
  ]);

  expect(attemptCount(attempts)).toBe(2);
  expect(attemptCount(attempts, attempts[0])).toBe(1);
  expect(attemptCount([])).toBe(1);
});
