/** First and last byte, both included. */
export type ByteRange = { start: number; end: number };

/**
 * The one range of bytes that a request asks for, cut at the end of the content. Null where it asks for all, for several,
 * or for a state of the content that is gone: then it gets all of it, as RFC 9110 allows. "outside" when no byte is in it.
 */
export function readRange(request: Request, { sizeBytes, etag }: { sizeBytes: number; etag: string }) {
  const header = request.headers.get("range");
  const ifRange = request.headers.get("if-range");
  const match = header === null ? null : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (!match || (ifRange !== null && ifRange !== `"${etag}"`)) return null;
  const [first, last] = [match[1]!, match[2]!];
  if (first === "" && last === "") return null;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start > end || start >= sizeBytes ? "outside" : ({ start, end } satisfies ByteRange);
}
