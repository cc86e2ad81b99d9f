import { AppError, type AppErrorCode } from "../app-error.ts";

const statuses = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
  STORAGE_FULL: 507,
} as const satisfies Record<AppErrorCode, number>;

/** The body of every refused request outside tRPC. */
export type ErrorBody = { code: string; message: string; reason?: string; details?: unknown; requestId: string };

/** An `AppError` as it is; of anything else the request id and nothing more, the rest goes to the log. */
export function errorResponse(error: unknown, requestId: string): Response {
  if (error instanceof AppError) {
    const { code, message, reason, details } = error;
    return respond(statuses[code], {
      code,
      message,
      ...(reason !== undefined && { reason }),
      ...(details !== undefined && { details }),
      requestId,
    });
  }
  console.error(`Request ${requestId} failed:`, error);
  const message = `Something went wrong on the server. Its log has more under ${requestId}.`;
  return respond(500, { code: "INTERNAL_SERVER_ERROR", message, requestId });
}

function respond(status: number, body: ErrorBody): Response {
  // After a refusal the rest of the request's body may still be on its way: nothing more is read from the connection.
  const headers: Record<string, string> = status === 413 ? { connection: "close" } : {};
  return Response.json(body, { status, headers: { ...headers, "cache-control": "no-store" } });
}
