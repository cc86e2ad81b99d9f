export type FailureReason = "REJECTED" | "CANCELED" | "BACKEND" | "OTHER";

/** What a client is told: a status of HTTP and a whole sentence, which goes out as `{"error": message}`. */
export class ServingError extends Error {
  override readonly name = "ServingError";
  readonly status: number;
  /** As the metrics count it. */
  readonly reason: FailureReason;
  /** After how long it may be tried again; null where trying again is of no use. */
  readonly retryAfterMs: number | null;
  constructor(
    status: number,
    message: string,
    { cause, reason, retryAfterMs }: { cause?: unknown; reason?: FailureReason; retryAfterMs?: number } = {},
  ) {
    super(message, { cause });
    this.status = status;
    this.reason = reason ?? reasonOf(status);
    this.retryAfterMs = retryAfterMs ?? (status === 429 || status === 503 ? 1_000 : null);
  }
}

function reasonOf(status: number): FailureReason {
  if (status === 499) return "CANCELED";
  if (status === 429 || status === 413) return "REJECTED";
  return status >= 500 ? "BACKEND" : "OTHER";
}
