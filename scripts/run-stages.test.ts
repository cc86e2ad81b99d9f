import { expect, test } from "vitest";
import { countVitest } from "./run-stages.mjs";

test("what Vitest counted is read from its closing lines, also where it lists failures", () => {
  const passing = "\n Test Files  1 passed (1)\n      Tests  7 passed (7)\n";
  const failing =
    "⎯⎯ Failed Tests 2 ⎯⎯\n FAIL a.test.ts\n Test Files  2 failed | 148 passed (150)\n      Tests  2 failed | 2124 passed (2126)\n";

  expect(countVitest(passing)).toEqual({ passed: 7, failed: 0 });
  expect(countVitest(failing)).toEqual({ passed: 2124, failed: 2 });
});
