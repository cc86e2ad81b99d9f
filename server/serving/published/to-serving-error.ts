import "#server-only";
import { NodeError } from "../../../graph/node-runner.ts";
import type { FailureKind } from "../../../graph/run-events.ts";
import { AppError } from "../../app-error.ts";
import type { AppErrorCode } from "../../app-error.ts";
import { ServingError } from "../serving-error.ts";

const statuses: Record<AppErrorCode, number> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 400,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
  STORAGE_FULL: 507,
};

/** What services and nodes refuse, as the protocol says it; anything else is left as it is. */
export function toServingError(error: unknown): unknown {
  if (error instanceof AppError) return new ServingError(statuses[error.code], error.message, { cause: error });
  if (error instanceof NodeError) return new ServingError(400, error.message, { cause: error });
  return error;
}

/** Of a run that failed. */
export function statusOfFailure(kind: FailureKind): number {
  if (kind === "bad-model" || kind === "missing-model" || kind === "missing-file" || kind === "missing-secret") {
    return 503;
  }
  if (kind === "request-failed") return 502;
  if (kind === "timeout") return 504;
  if (kind === "crashed" || kind === "engine-lost" || kind === "poison") return 500;
  return kind === "memory-limit" ? 507 : 400;
}
