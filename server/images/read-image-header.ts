import { NodeError } from "#graph/node-runner";
import type { ImageValue } from "#graph/values";
import { countPngFrames } from "./count-png-frames.ts";
import { sharp } from "./guarded-sharp.ts";
import type { ImageFormat } from "./sniff-format.ts";
import { mediaTypes, sniffFormat } from "./sniff-format.ts";

/**
 * The size, channels and format that a file's header gives, without decoding a pixel. The size is that after EXIF
 * orientation. Pixels count 1 (grey), 3 or 4 (with transparency) channels, whatever the file holds.
 *
 * @throws NodeError "unsupported-format", "too-many-pixels" or "bad-image".
 */
export async function readImageHeader(
  bytes: Uint8Array,
  { maxPixels }: { maxPixels: number },
): Promise<Extract<ImageValue, { encoded: Uint8Array }>> {
  if (bytes.byteLength === 0) throw new NodeError("bad-image", "The picture's file is empty: it has 0 bytes.");
  const sniffed = sniffFormat(bytes);
  if (sniffed.format === null) throw unsupported(sniffed.looksLike);

  const header = await readMetadata(bytes, sniffed.format);
  const frames = Math.max(header.pages ?? 1, sniffed.format === "png" ? countPngFrames(bytes) : 1);
  if (frames > 1) throw tooManyFrames(frames, sniffed.format);
  const { width, height } = header.autoOrient;
  if (width < 1 || height < 1) throw new NodeError("bad-image", `The picture is ${width} × ${height} pixels: empty.`);
  if (width * height > maxPixels) throw tooManyPixels({ width, height, maxPixels });

  const channels = header.hasAlpha ? 4 : header.channels === 1 ? 1 : 3;
  return { width, height, channels, encoded: bytes, mediaType: mediaTypes[sniffed.format] };
}

async function readMetadata(bytes: Uint8Array, format: ImageFormat) {
  try {
    const header = await sharp(bytes, { limitInputPixels: false, failOn: "error" }).metadata();
    // A HEIC may call itself AVIF; its codec gives it away.
    if (format === "avif" && header.compression !== "av1") throw unsupported("a HEIC");
    return header;
  } catch (error) {
    if (error instanceof NodeError) throw error;
    throw badImage(format, error);
  }
}

/** The refusal of a file that begins like a picture and does not go on like one. */
export function badImage(format: string, error: unknown): NodeError {
  const detail = error instanceof Error ? ` (${error.message.trim().split("\n")[0]})` : "";
  const message = `The ${format.toUpperCase()} file is damaged or cut off${detail}: save or send it again.`;
  return new NodeError("bad-image", message, { cause: error });
}

function unsupported(looksLike: string | null): NodeError {
  const what = looksLike === null ? "The file is no picture that can be read" : `The file is ${looksLike}`;
  return new NodeError("unsupported-format", `${what}: PNG, JPEG, WebP, GIF, TIFF and AVIF pictures are.`);
}

function tooManyFrames(frames: number, format: string): NodeError {
  const what = format === "tiff" ? "pages" : "frames";
  const message = `The ${format.toUpperCase()} has ${frames} ${what}, and a picture has one: save the one that you mean by itself.`;
  return new NodeError("too-many-pixels", message);
}

function tooManyPixels({ width, height, maxPixels }: { width: number; height: number; maxPixels: number }): NodeError {
  const megapixels = (count: number) => (count / 1e6).toFixed(count < 1e7 ? 1 : 0);
  const message =
    `The picture has ${width} × ${height} pixels, ${megapixels(width * height)} megapixels, ` +
    `and at most ${megapixels(maxPixels)} are taken: make it smaller.`;
  return new NodeError("too-many-pixels", message);
}
