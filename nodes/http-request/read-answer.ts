import { findForbiddenKey } from "#graph/find-forbidden-key";
import type { JsonValue } from "#graph/json";
import { NodeError, type HttpAnswer, type NodeContext } from "#graph/node-runner";
import { decodeWav } from "../workflow-input/decode-wav.ts";
import { excerptOf, hostOf } from "./describe-refusal.ts";

type ResponseKind = "json" | "text" | "image" | "audio" | "file";

/** As deep as documents may be: what reads values goes down into them. */
const MAX_JSON_DEPTH = 200;

/**
 * The body as what it was asked for, or nothing where it is empty.
 *
 * @throws NodeError that names the host, and what it gave instead
 */
export async function readAnswer(
  kind: ResponseKind,
  answer: HttpAnswer,
  { url, context }: { url: string; context: Pick<NodeContext, "images"> },
): Promise<{ body?: unknown }> {
  const { headers, body } = answer;
  if (kind === "text") return { body: decodeText(answer, url) };
  if (body.length === 0) return {};
  const name = nameIn(url);
  try {
    if (kind === "json") return { body: parseJson(decodeText(answer, url)) };
    if (kind === "image") return { body: await context.images.open(body) };
    if (kind === "audio") return { body: decodeWav(body, name) };
    const mediaType = headers["content-type"]?.split(";")[0]?.trim() || "application/octet-stream";
    return { body: { name, mediaType, bytes: body } };
  } catch (error) {
    if (!(error instanceof NodeError) && !(error instanceof SyntaxError)) throw error;
    const said = excerptOf(answer);
    const type = headers["content-type"] ?? "no type";
    const message = `${hostOf(url)} answered ${answer.status} with ${type}, which cannot be read as ${kind}: ${error.message}${/[.!?]$/.test(error.message) ? "" : "."} Choose another response, or check the URL.${said && ` It begins: ${said}`}`;
    throw new NodeError(error instanceof NodeError ? error.kind : "request-failed", message, {
      param: "response",
      cause: error,
    });
  }
}

function decodeText({ headers, body }: HttpAnswer, url: string): string {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(headers["content-type"] ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(body);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `${hostOf(url)} answered in the encoding "${charset}", which is not known here. Choose File as the response.`;
    throw new NodeError("bad-encoding", message, { param: "response" });
  }
}

/** @throws SyntaxError */
function parseJson(text: string): JsonValue {
  const value = JSON.parse(text) as JsonValue;
  const forbidden = findForbiddenKey(value);
  if (forbidden !== null) throw new SyntaxError(`the key "${forbidden}" is not taken`);
  if (isDeeperThan(MAX_JSON_DEPTH, value)) throw new SyntaxError(`it is nested deeper than ${MAX_JSON_DEPTH} levels`);
  return value;
}

/** Without recursion, since depth is what is asked for. */
function isDeeperThan(most: number, json: JsonValue): boolean {
  const pending: { value: JsonValue; depth: number }[] = [{ value: json, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth >= most) return true;
    for (const value of Object.values(next.value)) pending.push({ value, depth: next.depth + 1 });
  }
  return false;
}

/** What the file is called at the end of the URL's path. */
function nameIn(url: string): string {
  const last = new URL(url).pathname.split("/").at(-1) ?? "";
  try {
    return (
      decodeURIComponent(last)
        .replace(/[\\/\u0000-\u001f]/g, "_")
        .slice(0, 200) || "answer"
    );
  } catch {
    return last.slice(0, 200) || "answer";
  }
}
