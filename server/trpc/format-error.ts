import { TRPCError, type TRPCDefaultErrorShape } from "@trpc/server";
import { z } from "zod";
import { AppError, type AppErrorCode } from "../app-error.ts";
import { describeIssues } from "../http/describe-issues.ts";
import type { TrpcContext } from "./context.ts";

const trpcCodes = {
  BAD_REQUEST: "BAD_REQUEST",
  UNAUTHORIZED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  UNSUPPORTED_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
  TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  STORAGE_FULL: "SERVICE_UNAVAILABLE",
} as const satisfies Record<AppErrorCode, TRPCError["code"]>;

export function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: trpcCodes[error.code], message: error.message, cause: error });
}

type ErrorShape = Omit<TRPCDefaultErrorShape, "data"> & {
  data: {
    code: TRPCDefaultErrorShape["data"]["code"];
    httpStatus: number;
    /** The procedure, where one was reached. */
    path?: string | undefined;
    /** Stable and kebab-case, for clients. */
    reason?: string | undefined;
    /** What the page uses beyond the message; for bad input `{ issues: [{ path, message }] }`. */
    details?: unknown;
    requestId?: string | undefined;
  };
};

/** What the browser sees of an error. Of a fault of ours it sees a request id and nothing else; the log has the rest. */
export function formatError({
  shape,
  error,
  ctx,
}: {
  shape: Omit<TRPCDefaultErrorShape, "data"> & {
    data: Pick<TRPCDefaultErrorShape["data"], "code" | "httpStatus" | "path">;
  };
  error: TRPCError;
  ctx: TrpcContext | undefined;
}): ErrorShape {
  const { code, httpStatus, path } = shape.data;
  const requestId = ctx?.requestId;
  const data = { code, httpStatus, path, requestId };
  const { cause } = error;
  if (cause instanceof AppError) {
    return { ...shape, data: { ...data, reason: cause.reason, details: cause.details } };
  }
  if (cause instanceof z.ZodError) {
    const { message, issues } = describeIssues(cause);
    return { ...shape, message, data: { ...data, reason: "bad-input", details: { issues } } };
  }
  if (httpStatus >= 500) {
    return {
      ...shape,
      message: `Something went wrong on the server. Its log has more under ${requestId ?? "this time"}.`,
      data,
    };
  }
  if (error.code === "PARSE_ERROR")
    return { ...shape, message: "The body is not JSON.", data: { ...data, reason: "bad-json" } };
  return { ...shape, data };
}
