import type { JsonObject, JsonValue } from "#graph/json";
import { NodeError, type Sandbox } from "#graph/node-runner";
import {
  KILL_GRACE_MS,
  MAX_EXPRESSION_CHARACTERS,
  MAX_OUTPUT_CHARACTERS,
  MAX_SCOPE_CHARACTERS,
  MEMORY_BYTES,
  TIME_LIMIT_MS,
} from "./sandbox-limits.ts";
import type { SandboxReply, SandboxRequest } from "./sandbox-protocol.ts";
import { startThread, type SandboxThread } from "./sandbox-thread.ts";

/**
 * Expressions in QuickJS, in WebAssembly, in a thread of its own, one at a time. The thread starts with the first one and is
 * kept; it is ended, and the next expression gets another, when one does not come back in time.
 */
export function openSandbox({ timeLimitMs = TIME_LIMIT_MS }: { timeLimitMs?: number } = {}): Sandbox & {
  close: () => Promise<void>;
} {
  let thread: SandboxThread | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function ask(request: SandboxRequest): Promise<SandboxReply> {
    const asked = (thread ??= startThread());
    const reply = await asked.ask(request, timeLimitMs + KILL_GRACE_MS);
    if (!asked.isAlive() && thread === asked) thread = null;
    return reply;
  }

  return {
    async evaluate(expression, scope) {
      const source = expression.replace(/[;\s]+$/, "");
      if (source.trim() === "") throw new NodeError("expression-failed", "The expression is empty.");
      if (source.length > MAX_EXPRESSION_CHARACTERS) {
        const text = `The expression has ${source.length} characters; it may have ${MAX_EXPRESSION_CHARACTERS}.`;
        throw new NodeError("expression-failed", text);
      }
      const scopeJson = JSON.stringify(scope);
      if (scopeJson.length > MAX_SCOPE_CHARACTERS) {
        const text = `The expression's inputs have ${scopeJson.length} characters as JSON; they may have ${MAX_SCOPE_CHARACTERS}.`;
        throw new NodeError("too-large", text);
      }
      const turn = last.then(() => ask({ expression: source, scopeJson, deadlineMs: timeLimitMs }));
      last = turn;
      return toValue(await turn, { source, scope, timeLimitMs });
    },
    async close() {
      await thread?.end();
      thread = null;
    },
  };
}

function toValue(
  reply: SandboxReply,
  { source, scope, timeLimitMs }: { source: string; scope: JsonObject; timeLimitMs: number },
): JsonValue {
  if (reply.kind === "value") return JSON.parse(reply.json) as JsonValue;
  if (reply.kind === "timeout") {
    throw new NodeError("timeout", `The expression did not end within ${timeLimitMs / 1_000} s.`);
  }
  if (reply.kind === "memory-limit") {
    throw new NodeError("memory-limit", `The expression needs more than ${MEMORY_BYTES / 1024 ** 2} MB of memory.`);
  }
  if (reply.kind === "output-limit") {
    throw new NodeError(
      "too-large",
      `The expression's result has more than ${MAX_OUTPUT_CHARACTERS} characters as JSON.`,
    );
  }
  if (reply.kind === "not-serialisable")
    throw new NodeError("not-serialisable", `${reply.message.replace(/\.$/, "")}.`);
  throw new NodeError("expression-failed", explain(reply, { source, scope }));
}

function explain(
  { message, line, column }: Extract<SandboxReply, { kind: "failed" }>,
  { source, scope }: { source: string; scope: JsonObject },
): string {
  const where = line === undefined ? "" : ` at line ${line}, column ${column ?? columnOfToken(message, source, line)}`;
  const names = Object.keys(scope);
  const missing = message.endsWith(" is not defined");
  const hint = missing ? ` It can use ${names.length === 0 ? "no inputs" : names.join(", ")}.` : "";
  return `The expression failed${where}: ${message.replace(/\.$/, "")}.${hint}`;
}

/** Where the token that a syntax error quotes stands in its line; the line's end where it names none. */
function columnOfToken(message: string, source: string, line: number): number {
  const text = source.split("\n")[line - 1];
  if (text === undefined) return 1;
  const token = /'(.+)'$/.exec(message)?.[1];
  const index = token ? text.indexOf(token) : -1;
  return (index < 0 ? text.length : index) + 1;
}
