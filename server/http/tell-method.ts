import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ErrorBody } from "./error-response.ts";

/**
 * Next answers a method that a route below /api does not have with status 405 and nothing else: programs are told in words,
 * as of any other refusal. To be called before Next answers.
 */
export function tellMethod(request: IncomingMessage, response: ServerResponse): void {
  const { method = "", url = "" } = request;
  if (!url.startsWith("/api/") || method === "HEAD") return;
  let isRefused = false;
  const writeHead = response.writeHead.bind(response) as (status: number, ...given: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...given: unknown[]) => {
    isRefused = status === 405 && given.length === 0 && !response.hasHeader("content-type");
    if (isRefused) {
      response.removeHeader("content-length");
      response.setHeader("content-type", "application/json");
      response.setHeader("cache-control", "no-store");
    }
    return writeHead(status, ...given);
  };
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  response.end = (...given: unknown[]) => {
    if (!response.headersSent && response.statusCode === 405) response.writeHead(405);
    if (!isRefused) return end(...given);
    const address = JSON.stringify(url.split("?", 1)[0]!.slice(0, 200));
    const message = `${address} takes no ${method}. Send OPTIONS to learn what it takes.`;
    const body: ErrorBody = { code: "METHOD_NOT_ALLOWED", message, requestId: randomUUID() };
    return end(JSON.stringify(body));
  };
}
