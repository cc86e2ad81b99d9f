import { Metadata, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { ServingError } from "../serving-error.ts";

const codes: Record<number, status> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.ABORTED,
  413: status.RESOURCE_EXHAUSTED,
  429: status.RESOURCE_EXHAUSTED,
  499: status.CANCELLED,
  501: status.UNIMPLEMENTED,
  503: status.UNAVAILABLE,
  504: status.DEADLINE_EXCEEDED,
  507: status.RESOURCE_EXHAUSTED,
};

/** What a client of gRPC is told. A time after which to try again goes along as clients of gRPC understand it. */
export function toGrpcError(error: unknown, onLog: (line: string) => void): Partial<ServiceError> {
  if (!(error instanceof ServingError)) {
    onLog(`A request failed: ${(error as Error).stack ?? String(error)}`);
    return { code: status.INTERNAL, details: "The server failed for a reason that its log has." };
  }
  const metadata = new Metadata();
  if (error.retryAfterMs !== null) metadata.set("grpc-retry-pushback-ms", String(Math.ceil(error.retryAfterMs)));
  return { code: codes[error.status] ?? status.INTERNAL, details: error.message, metadata };
}
