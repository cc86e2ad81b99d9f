export type AppErrorCode =
  | "BAD_REQUEST"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "PAYLOAD_TOO_LARGE"
  | "UNSUPPORTED_MEDIA_TYPE"
  | "TOO_MANY_REQUESTS"
  | "STORAGE_FULL"
  | "UNAVAILABLE";

/** A service cannot do what was asked, and the reason may be shown: a whole sentence with the value and the remedy. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  /** A finer, stable kebab-case reason for clients, e.g. "external-data-refused", with details that the page uses. */
  readonly reason: string | undefined;
  readonly details: unknown;
  constructor(code: AppErrorCode, message: string, more: { reason?: string; details?: unknown; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.code = code;
    this.reason = more.reason;
    this.details = more.details;
  }
}
