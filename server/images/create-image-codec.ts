import { NodeError } from "#graph/node-runner";
import type { ImageCodec } from "#graph/node-runner";
import type { ImageValue, PixelImage } from "#graph/values";
import { convertChannels } from "./convert-channels.ts";
import { decodePixels } from "./decode-pixels.ts";
import { sharp } from "./guarded-sharp.ts";
import { readImageHeader } from "./read-image-header.ts";
import { resamplePixels } from "./resample-pixels.ts";

export const DEFAULT_MAX_PIXELS = 50_000_000;

/**
 * Reads, resamples and writes pictures. What the pixels of a file are is defined: upright, sRGB, 8 bits a channel;
 * CMYK and 16-bit files are converted, embedded colour profiles applied.
 */
export function createImageCodec({ maxPixels = DEFAULT_MAX_PIXELS }: { maxPixels?: number } = {}): ImageCodec {
  // Several nodes often read the same file; its pixels are shared for as long as anyone holds them.
  const decoded = new WeakMap<Uint8Array, WeakRef<PixelImage>>();

  async function pixelsOf(image: ImageValue): Promise<PixelImage> {
    if ("pixels" in image) return image;
    const known = decoded.get(image.encoded)?.deref();
    if (known) return known;
    const pixels = await decodePixels(image, { maxPixels });
    decoded.set(image.encoded, new WeakRef(pixels));
    return pixels;
  }

  return {
    open: (bytes) => readImageHeader(bytes, { maxPixels }),
    decode: async (image, channels) => convertChannels(await pixelsOf(image), channels ?? image.channels),
    encode: async (image, format) => {
      const { width, height, channels, pixels } = await pixelsOf(image);
      const raw = sharp(pixels, { raw: { width, height, channels }, limitInputPixels: false });
      // A grey picture stays grey in its file; JPEG has no transparency, so that goes on black.
      const prepared = channels === 1 ? raw.toColourspace("b-w") : format === "jpeg" ? raw.flatten() : raw;
      try {
        return await prepared.toFormat(format, format === "png" ? {} : { quality: 90 }).toBuffer();
      } catch (error) {
        const message = `A picture of ${width} × ${height} pixels cannot be written as ${format.toUpperCase()}: write it as PNG or make it smaller.`;
        throw new NodeError("not-serialisable", message, { cause: error });
      }
    },
    resize: async (image, { width, height, kernel = "linear" }) =>
      resamplePixels(await pixelsOf(image), { width, height, kernel }),
  };
}
