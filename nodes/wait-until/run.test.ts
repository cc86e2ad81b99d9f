import { expect, test } from "vitest";
import type { Value } from "#graph/values";
import type { WaitRequest } from "#graph/waits";
import { runNode } from "../run-node-for-tests.ts";
import { waitUntil } from "./definition.ts";
import { runWaitUntil } from "./run.ts";

const three: Value = { kind: "number", value: 3 };

async function run(params: Record<string, unknown>, inputs: Record<string, unknown> = {}) {
  const asked: WaitRequest[] = [];
  const wait = (request: WaitRequest) => (asked.push(request), { kind: "due", at: 0 } as const);
  const outputs = await runNode(waitUntil, runWaitUntil, { inputs: { value: three, ...inputs }, params, wait });
  return { outputs, asked };
}

test("for a duration, then the same value passes", async () => {
  const { outputs, asked } = await run({ duration: 1.5, unit: "hours" });

  expect(asked).toEqual([{ kind: "time", forMs: 5_400_000 }]);
  expect(outputs.value).toBe(three);
});

test.each([
  ["2026-12-01T09:00:00Z", Date.UTC(2026, 11, 1, 9)],
  ["2026-12-01T09:00+01:00", Date.UTC(2026, 11, 1, 8)],
  ["2026-12-01 09:00:00.5Z", Date.UTC(2026, 11, 1, 9, 0, 0, 500)],
  ["2026-12-01", Date.UTC(2026, 11, 1)],
])("until %s", async (time, untilMs) => {
  const { asked } = await run({ mode: "until", time });

  expect(asked).toEqual([{ kind: "time", untilMs }]);
});

test("a time that is connected goes before the params", async () => {
  const { asked } = await run({ mode: "for", duration: 5 }, { time: "2026-12-01" });

  expect(asked).toEqual([{ kind: "time", untilMs: Date.UTC(2026, 11, 1) }]);
});

test.each([
  [
    "2026-12-01T09:00:00",
    '"2026-12-01T09:00:00" has no time zone. Add one: "Z" for UTC, or an offset such as "+01:00".',
  ],
  ["tomorrow", '"tomorrow" is no time. Write one such as 2026-12-01T09:00:00Z, or a day such as 2026-12-01.'],
  ["2026-02-30", '"2026-02-30" is no time. Write one such as 2026-12-01T09:00:00Z, or a day such as 2026-12-01.'],
  ["9999-01-01", '"9999-01-01" is more than a year away. It may wait a year at most.'],
])("%s is refused with a sentence", async (time, message) => {
  await expect(run({}, { time })).rejects.toMatchObject({ kind: "bad-input", port: "time", message });
});

test("until a time that nobody gave is refused", async () => {
  await expect(run({ mode: "until" })).rejects.toMatchObject({ kind: "bad-params", param: "time" });
});

test("durations of years, and times that are none, are problems of the params", () => {
  const problemsOf = (params: Record<string, unknown>) => waitUntil.checkParams?.(waitUntil.params.parse(params));

  expect(problemsOf({ duration: 400, unit: "days" })).toEqual([
    { param: "duration", message: "400 days are too long. It may wait a year at most." },
  ]);
  expect(problemsOf({ mode: "until", time: "noon" })).toMatchObject([{ param: "time" }]);
  expect(problemsOf({ mode: "until", time: "" })).toEqual([]);
});
