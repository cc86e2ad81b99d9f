import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { constants, deflate, gzip } from "node:zlib";
import type { InferResponse } from "./write-infer-response.ts";
import { ServingError } from "./serving-error.ts";

const COMPRESSED_FROM_BYTES = 1_024;
const compressors = { gzip: promisify(gzip), deflate: promisify(deflate) };

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  send(response, status, "application/json", [Buffer.from(JSON.stringify(body))]);
}

export function sendText(response: ServerResponse, text: string): void {
  send(response, 200, "text/plain; version=0.0.4; charset=utf-8", [Buffer.from(text)]);
}

export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const isKnown = error instanceof ServingError;
  const status = isKnown ? error.status : 500;
  if (isKnown && error.retryAfterMs !== null) {
    response.setHeader("Retry-After", Math.ceil(error.retryAfterMs / 1_000));
  }
  if (status === 401) response.setHeader("WWW-Authenticate", "Bearer");
  // What is left of a body that was not wanted must not be read as the next request.
  if (!response.req.complete) response.setHeader("Connection", "close");
  const message = isKnown ? error.message : "The server failed for a reason that its log has.";
  sendJson(response, { error: message }, status);
}

/** JSON is compressed where the client takes that; raw tensors are not, because they hardly get smaller. */
export async function sendInference(
  request: IncomingMessage,
  response: ServerResponse,
  { parts, headerLength }: InferResponse,
): Promise<void> {
  if (headerLength !== null) {
    response.setHeader("Inference-Header-Content-Length", headerLength);
    return send(response, 200, "application/octet-stream", parts);
  }
  const [json] = parts;
  const accepts = readAccepted(request.headers["accept-encoding"] ?? "");
  const encoding = (["gzip", "deflate"] as const).find(accepts);
  if (!encoding || json!.length < COMPRESSED_FROM_BYTES) return send(response, 200, "application/json", parts);
  response.setHeader("Content-Encoding", encoding);
  response.setHeader("Vary", "Accept-Encoding");
  send(response, 200, "application/json", [await compressors[encoding](json!, { level: constants.Z_BEST_SPEED })]);
}

/** An Accept-Encoding, as whether it takes an encoding: "q=0" says of one that it does not, "*" speaks for those not named. */
function readAccepted(header: string | string[]): (encoding: string) => boolean {
  const weights = new Map(
    String(header)
      .toLowerCase()
      .split(",")
      .map((part) => {
        const [name = "", ...more] = part.split(";").map((word) => word.trim());
        const weight = more.find((word) => word.startsWith("q="))?.slice(2);
        return [name, Number(weight ?? 1)] as const;
      }),
  );
  return (encoding) => (weights.get(encoding) ?? weights.get("*") ?? 0) > 0;
}

function send(response: ServerResponse, status: number, type: string, parts: readonly Uint8Array[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(status, { "Content-Type": type, "Content-Length": length, "X-Content-Type-Options": "nosniff" });
  for (const part of parts) response.write(part);
  response.end();
}
