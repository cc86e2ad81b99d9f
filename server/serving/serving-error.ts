/** What a client is told: a status and a whole sentence, which goes out as `{"error": message}`. */
export class ServingError extends Error {
  override readonly name = "ServingError";
  readonly status: number;
  constructor(status: number, message: string, more: { cause?: unknown } = {}) {
    super(message, more);
    this.status = status;
  }
}
