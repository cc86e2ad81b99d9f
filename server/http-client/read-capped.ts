import "#server-only";
import type { IncomingMessage } from "node:http";
import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { RequestError } from "./request-error.ts";
import { explain } from "./request-once.ts";

/** Encodings are undone one in the other; nobody sends more. */
const MAX_ENCODINGS = 2;
export const ACCEPTED_ENCODINGS = "gzip, deflate, br";

type Reading = { method: string; host: string; maxBytes: number; signal: AbortSignal };

/** The body, inflated. What it has after inflating is counted as it comes, so that a small body cannot become a large one. @throws RequestError */
export async function readCapped(
  answer: IncomingMessage,
  { method, host, maxBytes, signal }: Reading,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Without a body, what is said of its encoding means nothing.
  const isEmpty = method === "HEAD" || answer.statusCode === 204 || answer.statusCode === 304;
  const inflated = isEmpty ? answer : inflate(answer, host);
  try {
    for await (const chunk of inflated as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw tooLarge(host, maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!signal.aborted && code.startsWith("Z_")) {
      throw new RequestError("request-failed", `${host} sent a compressed body that is damaged. Try again.`);
    }
    throw explain(error as Error, { host, signal });
  } finally {
    answer.destroy();
    inflated.destroy();
  }
  return Buffer.concat(chunks);
}

function inflate(answer: IncomingMessage, host: string): IncomingMessage | Transform {
  const encodings = (answer.headers["content-encoding"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  if (encodings.length > MAX_ENCODINGS) throw unknownEncoding(host, encodings.join(", "));
  let stream: IncomingMessage | Transform = answer;
  for (const encoding of encodings.toReversed()) {
    const before: IncomingMessage | Transform = stream;
    const inflating = decoderOf(encoding, host);
    before.on("error", (error) => inflating.destroy(error));
    stream = before.pipe(inflating);
  }
  return stream;
}

function decoderOf(encoding: string, host: string): Transform {
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip();
  if (encoding === "deflate") return createInflate();
  if (encoding === "br") return createBrotliDecompress();
  throw unknownEncoding(host, encoding);
}

function unknownEncoding(host: string, encoding: string): RequestError {
  return new RequestError("request-failed", `${host} sent a body as "${encoding}", which was not asked for.`);
}

function tooLarge(host: string, maxBytes: number): RequestError {
  const limit = maxBytes.toLocaleString("en");
  return new RequestError(
    "too-large",
    `The answer of ${host} has more than ${limit} bytes. Raise the limit of the node, or ask for less.`,
  );
}
