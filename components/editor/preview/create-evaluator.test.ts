import { afterEach, expect, test, vi } from "vitest";
import type { SandboxReply, SandboxRequest } from "#nodes/sandbox-protocol";
import { createEvaluator } from "./create-evaluator.ts";

/** A thread that answers as told; without an answer it never comes back. */
function thread(answer: (request: SandboxRequest) => SandboxReply | null) {
  const target = new EventTarget();
  const made = {
    asked: [] as string[],
    isEnded: false,
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    terminate: () => void (made.isEnded = true),
    postMessage(request: SandboxRequest) {
      made.asked.push(request.expression);
      const data = answer(request);
      if (data) queueMicrotask(() => target.dispatchEvent(new MessageEvent("message", { data })));
    },
  };
  return made;
}

const echo = ({ scopeJson }: SandboxRequest): SandboxReply => ({ kind: "value", json: scopeJson });
afterEach(() => vi.useRealTimers());

test("expressions go to one thread, one after the other, with the values that they see", async () => {
  const made = thread(echo);
  const { evaluate } = createEvaluator(() => made);

  expect(await Promise.all([evaluate("a;", { a: 1 }), evaluate("b", { b: 2 })])).toEqual([
    { kind: "value", value: { a: 1 } },
    { kind: "value", value: { b: 2 } },
  ]);
  expect(made.asked).toEqual(["a", "b"]);
});

test("a mistake has its sentence and its place, also behind the end of the text", async () => {
  const failed = { kind: "failed", message: "expecting field name", line: 2, column: 1 } as const;
  const { evaluate } = createEvaluator(() => thread(() => failed));

  expect(await evaluate("price.", { price: 1 })).toEqual({
    kind: "failed",
    message: "The expression failed at line 1, column 7: expecting field name.",
    place: { line: 1, column: 7 },
  });
});

test("a thread that does not come back is ended, and the next expression gets another", async () => {
  vi.useFakeTimers();
  const threads = [thread(() => null), thread(echo)];
  let started = 0;
  const { evaluate } = createEvaluator(() => threads[started++]!);

  const endless = evaluate("for ever", {});
  const next = evaluate("1", {});
  await vi.advanceTimersByTimeAsync(20_000);

  expect(await endless).toMatchObject({ kind: "failed", message: "The expression did not end within 2 s." });
  expect(await next).toEqual({ kind: "value", value: {} });
  expect(threads.map(({ isEnded }) => isEnded)).toEqual([true, false]);
});

test("what is not worth asking is told at once", async () => {
  const made = thread(echo);

  expect(await createEvaluator(() => made).evaluate(" ; ", {})).toEqual({
    kind: "failed",
    message: "The expression is empty.",
    place: null,
  });
  expect(made.asked).toEqual([]);
});
