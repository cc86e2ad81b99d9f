import { parseRefusal } from "../../refusal.ts";

/** The server has the value no more, or could not give it; the message is its own. */
export class ContentError extends Error {
  override readonly name = "ContentError";
  readonly isGone: boolean;
  readonly isRefused: boolean;
  constructor(message: string, status: number, reason?: string) {
    super(message);
    // Behind a link that has ended the value is there still, for others.
    this.isGone = status === 404 && reason !== "link-closed";
    this.isRefused = status >= 400 && status < 500;
  }
}

/** Reads a value or a part of it. @throws ContentError */
export async function fetchContent(
  url: string,
  { signal, range }: { signal?: AbortSignal; range?: { from: number; to: number } } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, {
    ...(signal && { signal }),
    ...(range && { headers: { range: `bytes=${range.from}-${range.to - 1}` } }),
  });
  if (!response.ok) {
    const { message, reason } = parseRefusal(response.status, await response.text());
    throw new ContentError(message, response.status, reason);
  }
  return new Uint8Array(await response.arrayBuffer());
}
