import { afterAll, expect, test } from "vitest";
import type { Value } from "#graph/values";
import { openSandbox } from "#server/sandbox/open-sandbox";
import { runNode } from "../run-node-for-tests.ts";
import { fail } from "./definition.ts";
import { runFail } from "./run.ts";

const sandbox = openSandbox();
afterAll(() => sandbox.close());

const three: Value = { kind: "number", value: 3 };
const run = async (params: Record<string, unknown>, inputs: Record<string, unknown> = {}) =>
  await runNode(fail, runFail, { inputs: { value: three, ...inputs }, params, context: { sandbox } });

test("without a condition it fails with its message and kind", async () => {
  const params = { message: "Got {{value}} of {{ wanted }}.", kind: "check-failed" };

  await expect(async () => run(params, { wanted: { kind: "text", value: "five" } })).rejects.toMatchObject({
    kind: "check-failed",
    message: "Got 3 of five.",
  });
});

test.each([
  ["value > 2", {}, "fails"],
  ["value > 5", {}, "passes"],
  ["value > 5", { condition: true }, "fails"],
  ["value > 2", { condition: false }, "passes"],
])("when %j over 3 with %j connected it %s", async (condition, inputs, outcome) => {
  const result = await run({ condition }, inputs).catch(({ kind }: { kind: string }) => kind);

  expect(result).toEqual(outcome === "fails" ? "stopped" : { value: three });
});

test("what passes is the same value", async () => {
  expect((await run({ condition: "false" })).value).toBe(three);
});

test("a message of megabytes is cut", async () => {
  const value: Value = { kind: "text", value: "x".repeat(1_000_000) };

  await expect(async () => run({ message: "{{value}}" }, { value })).rejects.toMatchObject({
    message: `${"x".repeat(2_000)}…`,
  });
});

test("an error in the condition is told as such", async () => {
  await expect(run({ condition: "valeu" })).rejects.toMatchObject({ kind: "expression-failed" });
});

test("placeholders other than the value become optional inputs", () => {
  const ports = fail.portsFor?.(fail.params.parse({ message: "{{value}}, {{condition}} and {{limit}}" }));

  expect(Object.entries(ports?.inputs ?? {}).map(([port, { optional }]) => [port, optional === true])).toEqual([
    ["value", false],
    ["condition", true],
    ["limit", true],
  ]);
});

test.each([
  ["", "The message is empty. Say what went wrong and what to do."],
  ["a {{b", /Line 1, column 3: "\{\{" is never closed/],
])("the message %j is a problem", (message, problem) => {
  expect(fail.checkParams?.(fail.params.parse({ message }))).toEqual([
    { param: "message", message: typeof problem === "string" ? problem : expect.stringMatching(problem) },
  ]);
});
