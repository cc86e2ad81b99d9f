import "#server-only";
import type { IncomingMessage } from "node:http";
import type { AllowList } from "./allow-list.ts";
import { guardTarget, type Lookup, type Target } from "./guard-target.ts";
import { ACCEPTED_ENCODINGS, readCapped } from "./read-capped.ts";
import { RequestError } from "./request-error.ts";
import { requestOnce } from "./request-once.ts";

const MAX_REDIRECTS = 5;
const redirects = new Set([301, 302, 303, 307, 308]);
/** Set by the client: who could set them could smuggle a second request into the first. */
const ownHeaders = /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/;
/** All that goes along to another origin; whatever else was given may be a key. */
const harmlessHeaders = new Set(["accept", "accept-language", "content-type", "user-agent"]);

export type OutgoingRequest = {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  /** For all of it: connecting, redirects, the body. */
  timeoutMs: number;
  /** Of the body, after inflating. */
  maxBytes: number;
};

export type IncomingAnswer = {
  status: number;
  /** By lower-case name; several of one name are joined by commas. */
  headers: Record<string, string>;
  body: Buffer;
};

export type SendOptions = {
  signal: AbortSignal;
  /**
   * Headers that only the origin of the first URL gets, with what keeps them from it: called with the host before they are
   * sent, and free to throw.
   */
  secretHeaders?: (host: string, port: number) => Readonly<Record<string, string>>;
};

export type GuardedHttpClient = {
  /** @throws RequestError, or the reason of the signal */
  send: (request: OutgoingRequest, options: SendOptions) => Promise<IncomingAnswer>;
};

/**
 * The one way out: whatever people or their workflows name goes through it. Each address is judged where the connection is
 * made, so a name that changes in between gains nothing, and each redirect is judged anew.
 */
export function createHttpClient({ allow, lookup }: { allow: AllowList; lookup?: Lookup }): GuardedHttpClient {
  return {
    async send({ method, url, headers, body, timeoutMs, maxBytes }, { signal: aborted, secretHeaders }) {
      refuseHeaders(headers);
      const late = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([aborted, late]);
      let target = guardTarget(url, { allow, lookup });
      // Who was sent elsewhere once is not trusted with the secret again, even if sent back.
      let isHome = true;
      let hop = {
        method,
        body,
        headers: { "user-agent": "Patchbay", ...lowerCased(headers) } as Record<string, string>,
      };
      try {
        for (let count = 0; ; count++) {
          const secret = isHome ? secretHeaders?.(target.host, target.port) : undefined;
          const sent = { ...hop.headers, "accept-encoding": ACCEPTED_ENCODINGS, ...secret };
          const answer = await requestOnce(target, { ...hop, headers: sent, signal });
          const next = await followed(answer, target, { allow, lookup });
          if (!next) return await read(answer, target, { method: hop.method, maxBytes, signal });
          if (count === MAX_REDIRECTS) {
            throw new RequestError("request-failed", `${target.host} redirects more than ${MAX_REDIRECTS} times.`);
          }
          const isSameOrigin = next.url.origin === target.url.origin;
          isHome &&= isSameOrigin;
          hop = nextHop(hop, { status: answer.statusCode ?? 0, isSameOrigin });
          target = next;
        }
      } catch (error) {
        if (aborted.aborted || !late.aborted) throw error;
        const message = `${target.host} did not answer within ${timeoutMs / 1_000} s. Raise the time limit of the node, or ask for less.`;
        throw new RequestError("timeout", message);
      }
    },
  };
}

async function followed(
  answer: IncomingMessage,
  { url, host }: Target,
  guard: { allow: AllowList; lookup: Lookup | undefined },
): Promise<Target | null> {
  const { location } = answer.headers;
  if (!redirects.has(answer.statusCode ?? 0) || location === undefined) return null;
  answer.destroy();
  if (!URL.canParse(location, url)) {
    throw new RequestError("request-failed", `${host} redirects to what is no address.`);
  }
  const next = new URL(location, url);
  if (url.protocol === "https:" && next.protocol === "http:") {
    const message = `${host} redirects from https to http, where everybody on the way could read along. Ask for the new address itself, if that is meant.`;
    throw new RequestError("not-allowed", message);
  }
  return guardTarget(next.href, guard);
}

type Hop = { method: string; body: Uint8Array | null; headers: Record<string, string> };

function nextHop(hop: Hop, { status, isSameOrigin }: { status: number; isSameOrigin: boolean }): Hop {
  const headers = isSameOrigin
    ? hop.headers
    : Object.fromEntries(Object.entries(hop.headers).filter(([name]) => harmlessHeaders.has(name)));
  const becomesGet = (status === 303 && hop.method !== "HEAD") || (status < 303 && hop.method === "POST");
  if (!becomesGet) return { ...hop, headers };
  const { "content-type": _ofBody, ...rest } = headers;
  return { method: "GET", body: null, headers: rest };
}

async function read(
  answer: IncomingMessage,
  { host }: Target,
  reading: { method: string; maxBytes: number; signal: AbortSignal },
): Promise<IncomingAnswer> {
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  const body = await readCapped(answer, { host, ...reading });
  return { status: answer.statusCode ?? 0, headers: Object.fromEntries(headers), body };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function refuseHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new RequestError("bad-params", `"${name}" is no name for a header: use letters, digits and "-".`);
    }
    if (ownHeaders.test(name.toLowerCase())) {
      throw new RequestError("bad-params", `The header "${name}" is set by Patchbay. Take it out.`);
    }
    // oxlint-disable-next-line no-control-regex -- these are what a header must not hold
    if (/[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/.test(value)) {
      throw new RequestError(
        "bad-params",
        `The value of the header "${name}" holds a line break or a character that headers cannot have.`,
      );
    }
  }
}
