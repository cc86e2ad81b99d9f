import type { ImageValue, PixelImage } from "#graph/values";
import { convertChannels } from "./convert-channels.ts";
import { sharp } from "./guarded-sharp.ts";
import { badImage } from "./read-image-header.ts";

/**
 * The pixels of an encoded picture: upright, sRGB, 8 bits a channel, in the channels that its header promised.
 *
 * @throws NodeError "bad-image" for a file that is damaged or cut off after its header.
 */
export async function decodePixels(
  image: Extract<ImageValue, { encoded: Uint8Array }>,
  { maxPixels }: { maxPixels: number },
): Promise<PixelImage> {
  const format = image.mediaType.replace("image/", "");
  try {
    // "error" and not "warning": an oddity that every viewer passes over is no reason to refuse a picture.
    const input = sharp(image.encoded, { autoOrient: true, failOn: "error", limitInputPixels: maxPixels });
    const { data, info } = await input
      .toColourspace(image.channels === 1 ? "b-w" : "srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.width !== image.width || info.height !== image.height) {
      throw new Error(`${info.width} × ${info.height} pixels where the header says ${image.width} × ${image.height}`);
    }
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const { channels, ...rest } = { width: info.width, height: info.height, channels: info.channels, pixels };
    if (channels === 2) return spreadGreyWithAlpha(rest);
    return convertChannels({ ...rest, channels: channels as 1 | 3 | 4 }, image.channels);
  } catch (error) {
    throw badImage(format, error);
  }
}

function spreadGreyWithAlpha({ width, height, pixels: from }: Omit<PixelImage, "channels">): PixelImage {
  const pixels = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    pixels.fill(from[i * 2]!, i * 4, i * 4 + 3);
    pixels[i * 4 + 3] = from[i * 2 + 1]!;
  }
  return { width, height, channels: 4, pixels };
}
