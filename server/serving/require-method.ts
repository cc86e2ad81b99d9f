import type { IncomingMessage, ServerResponse } from "node:http";
import { ServingError } from "./serving-error.ts";

/** @throws ServingError 405 */
export function requireMethod(request: IncomingMessage, response: ServerResponse, method: "GET" | "POST"): void {
  if (request.method === method || (method === "GET" && request.method === "HEAD")) return;
  response.setHeader("Allow", method === "GET" ? "GET, HEAD" : method);
  throw new ServingError(405, `This address takes ${method}, not ${request.method}.`);
}
