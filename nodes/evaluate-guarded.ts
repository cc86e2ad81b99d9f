import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { guestCode } from "./guest-code.ts";
import { MEMORY_BYTES, STACK_BYTES } from "./sandbox-limits.ts";
import type { SandboxReply, SandboxRequest } from "./sandbox-protocol.ts";

/**
 * Evaluates an expression in a WebAssembly instance of its own (under 2 ms, where the code is compiled once), so nothing
 * that one of them does can be seen by the next. Belongs into a thread that can be ended: a long native call looks at no
 * deadline. The engine and the preview of the editor both evaluate with this; `clock`, in ms, tells how long it took.
 */
export async function evaluateGuarded(
  variant: QuickJSSyncVariant,
  { expression, scopeJson, deadlineMs }: SandboxRequest,
  clock = () => performance.now(),
): Promise<SandboxReply> {
  const quickjs = await newQuickJSWASMModuleFromVariant(variant);
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(MEMORY_BYTES);
  runtime.setMaxStackSize(STACK_BYTES);
  const deadline = clock() + deadlineMs;
  let isLate = false;
  runtime.setInterruptHandler(() => (isLate = isLate || clock() > deadline));
  const context = runtime.newContext();
  // Nothing is disposed of: the whole instance goes with this function.
  try {
    const guest = enter(context, scopeJson);
    const result = context.evalCode(`(${expression}\n)`, "expression", { type: "global" });
    if (result.error) return isLate ? { kind: "timeout" } : describe(context, guest.writeError, result.error);
    const written = context.callFunction(guest.writeValue, context.undefined, result.value);
    if (written.error) return isLate ? { kind: "timeout" } : describe(context, guest.writeError, written.error);
    return readWritten(context.getString(written.value));
  } catch (error) {
    if (isLate) return { kind: "timeout" };
    return isOutOfMemory(String(error))
      ? { kind: "memory-limit" }
      : { kind: "failed", message: "It ended QuickJS itself" };
  }
}

function enter(context: QuickJSContext, scopeJson: string) {
  const make = context.unwrapResult(context.evalCode(guestCode, "guest"));
  const guest = context.unwrapResult(context.callFunction(make, context.undefined, context.newString(scopeJson)));
  return { writeValue: context.getProp(guest, "writeValue"), writeError: context.getProp(guest, "writeError") };
}

function readWritten(written: string): SandboxReply {
  if (written.startsWith("l")) return { kind: "output-limit" };
  return written.startsWith("v")
    ? { kind: "value", json: written.slice(1) }
    : { kind: "not-serialisable", message: written.slice(1) };
}

function describe(context: QuickJSContext, writeError: QuickJSHandle, thrown: QuickJSHandle): SandboxReply {
  const written = context.callFunction(writeError, context.undefined, thrown);
  if (written.error) return { kind: "memory-limit" };
  const { name, message, stack } = JSON.parse(context.getString(written.value)) as Record<
    "name" | "message" | "stack",
    string
  >;
  if (isOutOfMemory(message)) return { kind: "memory-limit" };
  const at = /expression:(\d+):(\d+)/.exec(stack);
  if (!at) return { kind: "failed", message };
  const line = Number(at[1]);
  // QuickJS knows the line of a syntax error, not its column.
  if (name === "SyntaxError" && !stack.includes("parse (native)")) return { kind: "failed", message, line };
  // The expression stands after a parenthesis that is ours.
  return { kind: "failed", message, line, column: Math.max(1, Number(at[2]) - (line === 1 ? 1 : 0)) };
}

function isOutOfMemory(message: string): boolean {
  return /out of memory|memory access out of bounds|Cannot enlarge memory/i.test(message);
}
