import { AppError } from "../app-error.ts";
import { mediaTypes, sniffFormat } from "../images/sniff-format.ts";

/** The first bytes of a file that suffice to tell what it is. */
export const HEAD_BYTES = 4_096;

const byEnding: Record<string, string> = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  txt: "text/plain",
  md: "text/markdown",
  json: "application/json",
  parquet: "application/vnd.apache.parquet",
  onnx: "application/octet-stream",
  wav: "audio/wav",
  mp3: "audio/mpeg",
  flac: "audio/flac",
  ogg: "audio/ogg",
  mp4: "video/mp4",
  webm: "video/webm",
  mov: "video/quicktime",
  pdf: "application/pdf",
};
const imageEndings = new Set(["png", "jpg", "jpeg", "webp", "gif", "tif", "tiff", "avif"]);

/**
 * The media type of a file, by its content where that tells, else by its name.
 *
 * @throws AppError UNSUPPORTED_MEDIA_TYPE for what is not kept here (pages and SVG, which could run scripts; archives),
 *   and for a picture's name on something that is none.
 */
export function mediaTypeOf(head: Uint8Array, name: string): string {
  const sniffed = sniffFormat(head);
  if (sniffed.format) return mediaTypes[sniffed.format];

  const refused = nameRefused(head);
  if (refused) throw unsupported(`"${name}" is ${refused}, which is not accepted.`);
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (imageEndings.has(ending)) {
    throw unsupported(
      `"${name}" is named like a picture but is ${sniffed.looksLike ?? "none"}. Pictures can be PNG, JPEG, WebP, GIF, TIFF or AVIF.`,
    );
  }
  if (ending === "svg" || ending === "html" || ending === "htm")
    throw unsupported(`"${name}" is named like a page, which is not accepted.`);
  return Object.hasOwn(byEnding, ending) ? byEnding[ending]! : "application/octet-stream";
}

function nameRefused(head: Uint8Array): string | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");
  const start = text.replace(/^(\xef\xbb\xbf)?\s*/, "");
  if (start.startsWith("<")) {
    if (/<svg[\s>]/i.test(start)) return "an SVG";
    if (/^<(!doctype\s+html|html|head|body|script)[\s>]/i.test(start)) return "an HTML page";
  }
  const isArchive =
    /^(PK\x03\x04|PK\x05\x06|\x1f\x8b|BZh|7z\xbc\xaf\x27\x1c|\xfd7zXZ\0|Rar!|\x28\xb5\x2f\xfd)/.test(text) ||
    text.slice(257, 262) === "ustar";
  return isArchive ? "an archive" : null;
}

function unsupported(message: string): AppError {
  return new AppError("UNSUPPORTED_MEDIA_TYPE", message, { reason: "unsupported-format" });
}
