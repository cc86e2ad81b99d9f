import { TRPCClientError } from "@trpc/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { emptyGraph } from "#graph/schema";
import { OutOfReachError } from "../../streams/ask-server.ts";
import { saveWorkflow } from "./save-workflow.ts";

beforeEach(() => vi.stubGlobal("navigator", { onLine: true }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function answered(code: string, httpStatus: number, message = "No.") {
  return TRPCClientError.from({ error: { code: -32_000, message, data: { code, httpStatus } } } as never);
}
function save(error: unknown) {
  return saveWorkflow(() => Promise.reject(error as Error), emptyGraph, 1);
}

test.each([
  ["no answer", TRPCClientError.from(new OutOfReachError("The server does not answer.")), "Server away"],
  ["a connection that went silent", TRPCClientError.from(new DOMException("", "TimeoutError")), "Server away"],
  ["a fault of the server", answered("INTERNAL_SERVER_ERROR", 500), "The server failed"],
  ["too many requests", answered("TOO_MANY_REQUESTS", 429), "The server is busy"],
])("after %s it is tried again", async (_, error, message) => {
  expect(await save(error)).toEqual({ ok: false, kind: "unreachable", message });
});

test("a refusal is told in the server's words", async () => {
  const refusal = answered("FORBIDDEN", 403, "Only editors save.");

  expect(await save(refusal)).toEqual({ ok: false, kind: "refused", message: "Only editors save." });
});

test("a fault of the page is told as one, with what to do, and logged", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  const fault = new RangeError("Maximum call stack size exceeded");

  for (const error of [fault, TRPCClientError.from(fault)]) {
    expect(await save(error)).toEqual({
      ok: false,
      kind: "refused",
      message: "this page failed (Maximum call stack size exceeded). Reload it.",
    });
  }
  expect(log).toHaveBeenCalledTimes(2);
});
