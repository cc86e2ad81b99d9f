import { expect, test } from "vitest";
import type { Flow, Value } from "#graph/values";
import type { WaitAnswer, WaitRequest } from "#graph/waits";
import { runNode } from "../run-node-for-tests.ts";
import { waitForApproval } from "./definition.ts";
import { runWaitForApproval } from "./run.ts";

const three: Value = { kind: "number", value: 3 };
const at = Date.UTC(2026, 10, 28, 12);

function run(answer: WaitAnswer, params: Record<string, unknown> = {}, inputs: Record<string, Flow> = {}) {
  const asked: WaitRequest[] = [];
  const wait = (request: WaitRequest) => (asked.push(request), answer);
  const outputs = runNode(waitForApproval, runWaitForApproval, { inputs: { value: three, ...inputs }, params, wait });
  return { outputs, asked };
}

test.each(["approved", "rejected"] as const)("%s by a person, the value leaves by that port alone", async (kind) => {
  const { outputs } = run({ kind, at, by: "Ada", note: "Looks fine." });

  expect(await outputs).toEqual({
    [kind]: three,
    decision: { decision: kind, by: "Ada", at: "2026-11-28T12:00:00.000Z", note: "Looks fine." },
  });
});

test("people are asked the question with its placeholders filled, and see the value", async () => {
  const params = { message: "Release {{value}} of {{what}}?", role: "editor", limit: 2, limitUnit: "days" };

  const { outputs, asked } = run({ kind: "due", at }, params, { what: { kind: "text", value: "pictures" } });

  await outputs;
  expect(asked).toEqual([
    { kind: "approval", message: "Release 3 of pictures?", role: "editor", value: three, limitMs: 172_800_000 },
  ]);
});

test("without a time limit it waits for as long as it takes", async () => {
  const { outputs, asked } = run({ kind: "approved", at, by: "Ada", note: "" });

  await outputs;
  expect(asked[0]).not.toHaveProperty("limitMs");
});

test.each([
  ["reject", "rejected"],
  ["approve", "approved"],
])("when nobody answers in time and it is to %s, the value leaves by %s", async (onLimit, port) => {
  const { outputs } = run({ kind: "due", at }, { limit: 1, onLimit });

  expect(await outputs).toMatchObject({
    [port]: three,
    decision: { decision: port, by: null, note: "Nobody answered within 1 hours." },
  });
});

test("when nobody answers in time and it is to fail, it says so", async () => {
  await expect(async () => run({ kind: "due", at }, { limit: 3, onLimit: "fail" }).outputs).rejects.toMatchObject({
    kind: "timeout",
    message: 'Nobody answered "Is this right?" within 3 hours.',
  });
});

test("a whole list passes as it is", async () => {
  const list: Flow = { items: [three, three] };

  const { outputs } = run({ kind: "approved", at, by: "Ada", note: "" }, { wholeLists: true }, { value: list });

  expect((await outputs).approved).toBe(list);
});

test("a question that is empty, and a limit of years, are problems", () => {
  const params = waitForApproval.params.parse({ message: " ", limit: 400, limitUnit: "days" });

  expect(waitForApproval.checkParams?.(params)).toEqual([
    { param: "message", message: "The question is empty. Say what is to be judged." },
    { param: "limit", message: "400 days are too long. A time limit may be a year at most." },
  ]);
});
