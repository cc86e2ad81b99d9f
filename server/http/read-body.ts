import { AppError } from "../app-error.ts";

/**
 * The body's bytes, at most `maxBytes`: counted as they come, because the length that a request names may be a lie.
 *
 * @throws AppError PAYLOAD_TOO_LARGE
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of limitBody(request, maxBytes)) {
    chunks.push(chunk);
    length += chunk.length;
  }
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}

/** The body as it comes; the iteration throws where it goes beyond `maxBytes`. */
export async function* limitBody(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  const named = Number(request.headers.get("content-length") ?? 0);
  if (named > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return;
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `The request has more than the ${maxBytes.toLocaleString("en")} bytes allowed here.`,
    {
      reason: "too-large",
      details: { maxBytes },
    },
  );
}

/**
 * The body as JSON.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE, or BAD_REQUEST "bad-json"
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  requireMediaType(request, "application/json");
  const body = await readBody(request, maxBytes);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it is not UTF-8";
    throw new AppError("BAD_REQUEST", `The body is not JSON: ${why}.`, { reason: "bad-json", cause: error });
  }
}

/** Without its parameters; empty where the request names none. */
export function mediaTypeOf(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
}

/** A body in another form than a route takes is not looked at. @throws AppError UNSUPPORTED_MEDIA_TYPE */
export function requireMediaType(request: Request, ...expected: string[]): void {
  const given = mediaTypeOf(request);
  const isEncoded = request.headers.has("content-encoding");
  if (expected.includes(given) && !isEncoded) return;
  const what = isEncoded
    ? "with a Content-Encoding"
    : `as ${given ? JSON.stringify(given.slice(0, 100)) : "no content type"}`;
  throw new AppError(
    "UNSUPPORTED_MEDIA_TYPE",
    `This address takes ${expected.join(" or ")}; the request came ${what}.`,
    {
      reason: "unsupported-media-type",
    },
  );
}
