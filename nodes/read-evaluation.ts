import type { JsonObject, JsonValue } from "#graph/json";
import { NodeError } from "#graph/node-runner";
import {
  MAX_EXPRESSION_CHARACTERS,
  MAX_OUTPUT_CHARACTERS,
  MAX_SCOPE_CHARACTERS,
  MEMORY_BYTES,
} from "./sandbox-limits.ts";
import type { SandboxReply } from "./sandbox-protocol.ts";

/** @throws NodeError for what is not worth asking: an empty expression, one that is too long, inputs that are too large */
export function prepareEvaluation(expression: string, scope: JsonObject): { source: string; scopeJson: string } {
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
  return { source, scopeJson };
}

/** The value, or, as a `NodeError`, why there is none: with the place in the expression and the names that it can use. */
export function readEvaluation(
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

/** Where the expression failed, line and column counted from 1; null where that is not known. */
export function placeOfFailure(reply: SandboxReply, source: string): { line: number; column: number } | null {
  if (reply.kind !== "failed" || reply.line === undefined) return null;
  const { message, line, column } = reply;
  const lines = source.split("\n");
  // It looked for more behind the end, in the bracket that is ours.
  if (line > lines.length) return { line: lines.length, column: lines.at(-1)!.length + 1 };
  return { line, column: column ?? columnOfToken(message, source, line) };
}

function explain(
  reply: Extract<SandboxReply, { kind: "failed" }>,
  { source, scope }: { source: string; scope: JsonObject },
): string {
  const { message } = reply;
  const place = placeOfFailure(reply, source);
  const where = place ? ` at line ${place.line}, column ${place.column}` : "";
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
