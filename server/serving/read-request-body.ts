import type { IncomingMessage } from "node:http";
import { finished } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { createGunzip, createInflate } from "node:zlib";
import { largeBuffers } from "./buffer-pool.ts";
import { freeBytes } from "./free-bytes.ts";
import { ServingError } from "./serving-error.ts";

/** Closing while a client still sends loses the answer on its way, so what comes is let pass this long. */
const DISCARD_FOR_MS = 3_000;

export type ByteBudget = {
  /** False when there is no room. */
  take: (bytes: number) => boolean;
  give: (bytes: number) => void;
};

/** Shared by all requests, for what they hold in memory at the same time. */
export function createByteBudget(limit: number): ByteBudget {
  let used = 0;
  return {
    take: (bytes) => {
      if (used + bytes > limit) return false;
      used += bytes;
      return true;
    },
    give: (bytes) => void (used -= bytes),
  };
}

/**
 * The body, inflated where Content-Encoding says so; `maxBytes` is counted behind that.
 *
 * @param take asks for room for each piece; it throws where there is none
 * @throws ServingError 400, 413, 415
 */
export async function readRequestBody(
  request: IncomingMessage,
  { maxBytes, take }: { maxBytes: number; take: (bytes: number) => void },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  const announced = Number(request.headers["content-length"] ?? 0);
  try {
    if (announced > maxBytes) throw tooLarge(maxBytes);
    if (announced > 0 && request.headers["content-encoding"] === undefined) {
      take(announced);
      return await readInto(largeBuffers.take(announced), request);
    }
    for await (const chunk of inflated(request)) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      take(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    await discardRest(request);
    if (error instanceof ServingError || !isZlibError(error)) throw error;
    throw new ServingError(400, `The body is not in the encoding that it names: ${error.message}.`, { cause: error });
  }
  return Buffer.concat(chunks, length);
}

function readInto(target: Buffer, request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let filled = 0;
    request.on("data", (chunk: Buffer) => {
      target.set(chunk, filled);
      filled += chunk.length;
      freeBytes(chunk);
    });
    request.once("end", () => resolve(target.subarray(0, filled)));
    request.once("error", reject);
    request.once("close", () => reject(new Error("The client has gone."))); // after the end it says nothing
  });
}

function inflated(request: IncomingMessage): AsyncIterable<Buffer> {
  // "x-gzip" is the same: RFC 9110, 8.4.1.3.
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase().replace(/^x-/, "");
  if (encoding === "identity") return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  if (encoding !== "gzip" && encoding !== "deflate") {
    const message = `The Content-Encoding ${JSON.stringify(encoding.slice(0, 50))} is not known here. Take gzip or deflate.`;
    throw new ServingError(415, message);
  }
  const inflate = encoding === "gzip" ? createGunzip() : createInflate();
  request.once("error", (error) => inflate.destroy(error));
  request.once("aborted", () => inflate.destroy(new Error("The client has gone.")));
  return request.pipe(inflate);
}

async function discardRest(request: IncomingMessage): Promise<void> {
  request.unpipe();
  if (request.complete || request.destroyed) return;
  request.resume();
  const abort = new AbortController();
  const ended = finished(request, { signal: abort.signal }).catch(() => {});
  await Promise.race([ended, delay(DISCARD_FOR_MS, undefined, { signal: abort.signal }).catch(() => {})]);
  abort.abort();
}

function tooLarge(maxBytes: number): ServingError {
  return new ServingError(413, `The request has more than the ${maxBytes.toLocaleString("en")} bytes allowed here.`);
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && ((error as NodeJS.ErrnoException).code ?? "").startsWith("Z_");
}
