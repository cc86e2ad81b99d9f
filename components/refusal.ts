/** What the server says about a request outside tRPC that it did not do. */
export type Refusal = { message: string; reason?: string; details?: unknown; requestId?: string };

/** Reads the body of a refused request; a body that is not ours gives a sentence with the status. */
export function parseRefusal(status: number, body: string): Refusal {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && "message" in parsed && typeof parsed.message === "string") {
      // Written by our own error response, or by better-auth's, which has `code` and `message` alone.
      return parsed as Refusal;
    }
  } catch {
    // Not JSON: a proxy's page, or nothing at all.
  }
  return { message: `The server answered with status ${status}. Try again; its log says more.` };
}
