import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import {
  NodeError,
  type HttpAnswer,
  type HttpAuth,
  type HttpRequest,
  type NodeContext,
  type NodeRunner,
} from "#graph/node-runner";
import type { ParamsOf } from "#graph/define-node";
import type { Value } from "#graph/values";
import { fillTemplate } from "../fill-template.ts";
import type { httpRequest } from "./definition.ts";
import { fillUrl } from "./fill-url.ts";
import { readAnswer } from "./read-answer.ts";
import { describeRefusal, hostOf } from "./describe-refusal.ts";
import { retryAfterMs } from "./retry-after.ts";
import { writeBody } from "./write-body.ts";

type Params = ParamsOf<typeof httpRequest>;
type Inputs = Record<string, Value | undefined>;

/** Nothing is done twice by doing it again. */
const repeatable = new Set(["GET", "HEAD", "PUT", "DELETE"]);
/** These say that nothing was done; the others may have been, before they went wrong. */
const notDone = new Set([429, 503]);
const maybeDone = new Set([500, 502, 504]);
const FIRST_DELAY_MS = 500;
/** A service that wants a longer wait than this is better asked by a later run. */
const LONGEST_DELAY_MS = 60_000;

export const runHttpRequest: NodeRunner<typeof httpRequest> = async ({ inputs, params, context }) => {
  // Ports of kind "any" hand over tagged values; that of the body the bare one.
  const { body: bodyInput, ...rest } = inputs as Record<string, unknown>;
  const values = (params.body === "none" ? inputs : rest) as Inputs;
  const url = fillUrl(params.url, params.query, values);
  const body = params.body === "none" ? null : await writeBody(params.body, bodyInput, context);
  const given = Object.fromEntries(
    Object.entries(params.headers).map(([name, value]) => [name, fillTemplate(value, values)]),
  );
  const hasType = Object.keys(given).some((name) => name.toLowerCase() === "content-type");
  const answer = await sendWithRetries(
    {
      method: params.method,
      url,
      headers: { ...(body && !hasType && { "content-type": body.mediaType }), ...given },
      body: body?.bytes ?? null,
      auth: authOf(params),
      timeoutMs: Math.round(params.timeoutS * 1_000),
      maxBytes: Math.round(params.maxMegabytes * 1_000_000),
    },
    { retries: params.retries, context },
  );
  if (params.failOnError && answer.status >= 400) {
    throw new NodeError("request-failed", describeRefusal(answer, { url, auth: params.auth }));
  }
  const { status, headers } = answer;
  return { ...(await readAnswer(params.response, answer, { url, context })), status, headers };
};

/** @throws NodeError */
function authOf({ auth, secret, user, authName }: Params): HttpAuth | null {
  if (auth === "none") return null;
  if (!secret) {
    throw new NodeError("bad-params", "Authentication needs a secret. Choose one, or choose None.", {
      param: "secret",
    });
  }
  if (auth === "bearer") return { kind: "bearer", secret };
  if (auth === "basic") return { kind: "basic", user, secret };
  return { kind: auth, name: authName, secret };
}

async function sendWithRetries(
  request: HttpRequest,
  { retries, context }: { retries: number; context: NodeContext },
): Promise<HttpAnswer> {
  for (let tried = 0; ; tried++) {
    const isLast = tried === retries;
    const result = await context.http.send(request).catch((error: unknown) => {
      if (isLast || !isBroken(error) || !repeatable.has(request.method)) throw blameSecret(error);
      return error;
    });
    const answer = result instanceof Error ? null : result;
    if (answer && (isLast || !isWorthRetrying(answer, request.method))) return answer;
    const delayMs = (answer && retryAfterMs(answer.headers["retry-after"], Date.now())) ?? FIRST_DELAY_MS * 2 ** tried;
    if (delayMs > Math.min(LONGEST_DELAY_MS, context.remainingMs())) {
      if (answer) return answer;
      throw result;
    }
    const why = answer ? `answered ${answer.status}` : "broke off";
    context.log(`${hostOf(request.url)} ${why}; tries again in ${delayMs / 1_000} s (${tried + 1} of ${retries}).`);
    await sleep(delayMs, undefined, { signal: context.signal });
  }
}

function isWorthRetrying({ status }: HttpAnswer, method: string): boolean {
  return notDone.has(status) || (maybeDone.has(status) && repeatable.has(method));
}

function isBroken(error: unknown): error is NodeError {
  return error instanceof NodeError && error.kind === "request-failed";
}

/** So that its field shows it. */
function blameSecret(error: unknown): unknown {
  if (!(error instanceof NodeError) || error.kind !== "missing-secret") return error;
  return new NodeError(error.kind, error.message, { param: "secret", cause: error });
}
