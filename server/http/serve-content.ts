import { Readable } from "node:stream";
import { cleanFileName } from "../files/clean-file-name.ts";
import type { ByteRange } from "./read-range.ts";

/** Types that a browser may show as they are, because none of them can hold a script. Everything else is plain bytes. */
const shown = new Set([
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/gif",
  "image/avif",
  "audio/wav",
  "audio/mpeg",
  "video/mp4",
]);

export type ServedContent = {
  content: Readable | Uint8Array<ArrayBuffer>;
  sizeBytes: number;
  mediaType: string;
  name: string;
  /** Changes whenever the content does. */
  etag: string;
  /** The content of this address can never change. */
  isImmutable: boolean;
  /** The content is only these bytes of `sizeBytes`, as `readRange` read them from the request. */
  range?: ByteRange | null;
};

/**
 * Content that people uploaded, or that was made from it: offered for saving, never run. An `<img>` still shows it.
 */
export function serveContent(request: Request, served: ServedContent): Response {
  const etag = `"${served.etag}"`;
  const headers = new Headers({
    "content-type": shown.has(served.mediaType) ? served.mediaType : "application/octet-stream",
    "content-disposition": attachment(served.name),
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    // Private: a shared cache does not know who may read it.
    "cache-control": served.isImmutable ? "private, max-age=31536000, immutable" : "private, no-cache",
    etag,
  });
  if (request.headers.get("if-none-match") === etag) {
    if (served.content instanceof Readable) served.content.destroy();
    return new Response(null, { status: 304, headers });
  }
  const { range, sizeBytes } = served;
  if (range !== undefined) headers.set("accept-ranges", "bytes");
  headers.set("content-length", String(range ? range.end - range.start + 1 : sizeBytes));
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${sizeBytes}`);
  const body =
    served.content instanceof Readable
      ? (Readable.toWeb(served.content) as ReadableStream<Uint8Array>)
      : served.content;
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** Both forms of the name: plain ASCII for old clients, UTF-8 for the others. */
function attachment(given: string): string {
  const name = cleanFileName(given);
  const ascii = name.replace(/[^\x20-\x7e]|["\\%;]/g, "_");
  const utf8 = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}
