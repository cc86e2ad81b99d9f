import { expect, test } from "vitest";
import { type BatchCounts, batchItemStatuses } from "#graph/batches";
import { batchStatus, endedItems, leftWords } from "./batch-words.ts";

function counts(some: Partial<BatchCounts>): BatchCounts {
  return { ...(Object.fromEntries(batchItemStatuses.map((status) => [status, 0])) as BatchCounts), ...some };
}
const words = (some: Partial<BatchCounts>, isCancelRequested = false) =>
  batchStatus({ counts: counts(some), isCancelRequested }).words;

test("a batch says what goes on, then the worst that came of it", () => {
  expect(words({ queued: 9 })).toBe("Queued");
  expect(words({ queued: 9, succeeded: 1 })).toBe("Running");
  expect(words({ queued: 1, running: 2, failed: 3 })).toBe("Running");
  expect(words({ running: 2, cancelled: 7 }, true)).toBe("Cancelling");
  expect(words({ waiting: 2, succeeded: 7 })).toBe("Waiting");
  expect(words({ succeeded: 7, failed: 1, cancelled: 2 })).toBe("1 failed");
  expect(words({ succeeded: 7, cancelled: 2 }, true)).toBe("Cancelled");
  expect(words({ succeeded: 7, deleted: 2 })).toBe("Done");
});

test("what has ended is all that will not change by itself", () => {
  const some = counts({ queued: 1, running: 2, waiting: 3, succeeded: 4, failed: 5, cancelled: 6, deleted: 7 });

  expect(endedItems(some)).toBe(22);
});

test("the time that is left is told once it is known, and never for what waits for people", () => {
  expect(leftWords({ counts: counts({ queued: 30 }), pace: { ended: 1, withinMs: 900 } })).toBe(
    "time left not known yet",
  );
  expect(leftWords({ counts: counts({ queued: 28, running: 2 }), pace: { ended: 10, withinMs: 10_000 } })).toBe(
    "about 30 s left",
  );
  expect(leftWords({ counts: counts({ waiting: 3 }), pace: { ended: 10, withinMs: 10_000 } })).toBe(
    "waits for answers",
  );
});
