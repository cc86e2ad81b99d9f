import { expect, test } from "vitest";
import { countVitest, listFailures } from "./run-stages.mjs";

test("what Vitest counted is read from its closing lines, also where it lists failures", () => {
  const passing = "\n Test Files  1 passed (1)\n      Tests  7 passed (7)\n";
  const failing =
    "⎯⎯ Failed Tests 2 ⎯⎯\n FAIL a.test.ts\n Test Files  2 failed | 148 passed (150)\n      Tests  2 failed | 2124 passed (2126)\n";

  expect(countVitest(passing)).toEqual({ passed: 7, failed: 0 });
  expect(countVitest(failing)).toEqual({ passed: 2124, failed: 2 });
});

test("what failed is named with the first line of why", () => {
  const vitest =
    "⎯⎯ Failed Tests 2 ⎯⎯\n\n FAIL  server/a.test.ts > adds\nAssertionError: expected 3 to be 4\n ❯ server/a.test.ts:3:1\n\n FAIL  server/b.test.ts > waits\nError: Test timed out in 30000ms.\n";
  const playwright =
    "  ✘  47 [chromium] › e2e/a.spec.ts:7:1 › opens (25.8s)\n\n  1) [chromium] › e2e/a.spec.ts:7:1 › opens › by key ──────\n\n    Error: expect(locator).toHaveText(expected) failed\n\n  1 failed\n";

  expect(listFailures(vitest)).toEqual([
    "server/a.test.ts > adds: AssertionError: expected 3 to be 4",
    "server/b.test.ts > waits: Error: Test timed out in 30000ms.",
  ]);
  expect(listFailures(playwright)).toEqual([
    "[chromium] › e2e/a.spec.ts:7:1 › opens › by key: Error: expect(locator).toHaveText(expected) failed",
  ]);
  expect(listFailures("✓ all of it\n")).toEqual([]);
});
