import "#server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "../app-error.ts";
import { errorResponse } from "./error-response.ts";

/** An address below /api at which there is nothing: programs are told as of any other refusal, not by a page. */
export function answerNothing(request: Request): Response {
  const address = JSON.stringify(new URL(request.url).pathname.slice(0, 200));
  return errorResponse(new AppError("NOT_FOUND", `There is nothing at ${address}.`), randomUUID());
}
