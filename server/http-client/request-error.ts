/** `not-allowed`: the rules of this installation refuse it; `too-large`: more bytes than asked for; `request-failed`: the other end. */
export type RequestFailureKind = "not-allowed" | "bad-params" | "too-large" | "timeout" | "request-failed";

/** A request that could not be made or answered. The message names the host, never the path, the query or what was sent. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly kind: RequestFailureKind;
  constructor(kind: RequestFailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
