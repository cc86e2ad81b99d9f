import type { PixelImage } from "#graph/values";
import type { Box } from "./box-geometry.ts";

/** The pixels of a box of whole pixels that lies within the picture. */
export function cropPixels(picture: PixelImage, { x, y, width, height }: Box): PixelImage {
  const { channels } = picture;
  const pixels = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * picture.width + x) * channels;
    pixels.set(picture.pixels.subarray(start, start + width * channels), row * width * channels);
  }
  return { width, height, channels, pixels };
}
