import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { countVitest, listFailures, runStages } from "./run-stages.mjs";

test("one after the other is run but for those that are to be side by side, and what needs one that failed is not", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "patchbay-stages-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = path.join(folder, "log");
  const program = (name: string, others: string[] = []) => `
    const { appendFileSync, readFileSync } = require("node:fs");
    const [log, name, others] = ${JSON.stringify([log, name, others])};
    appendFileSync(log, "+" + name + "\\n");
    const end = () => {
      if (!others.every((other) => readFileSync(log, "utf8").includes("+" + other))) return setTimeout(end, 20);
      appendFileSync(log, "-" + name + "\\n");
    };
    end();`;
  const stage = (name: string, others?: string[], more = {}) => ({
    name,
    command: ["node", "-e", program(name, others)],
    ...more,
  });
  const beside = "halves";
  const total = await runStages(
    [
      stage("first"),
      stage("half 1", ["half 2"], { beside, after: ["first"] }),
      stage("half 2", ["half 1"], { beside, after: ["first"] }),
      { name: "broken", command: ["node", "-e", "process.exit(1)"] },
      stage("never", [], { after: ["broken"] }),
      stage("last"),
    ],
    { width: 1 },
  );

  const order = readFileSync(log, "utf8").trim().split("\n");
  expect(order.slice(0, 2)).toEqual(["+first", "-first"]);
  expect(order.slice(2, 4).toSorted()).toEqual(["+half 1", "+half 2"]);
  expect(order.slice(4, 6).toSorted()).toEqual(["-half 1", "-half 2"]);
  expect(order.slice(6)).toEqual(["+last", "-last"]);
  expect(total).toMatchObject({ passed: 4, failed: 2 });
});

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
