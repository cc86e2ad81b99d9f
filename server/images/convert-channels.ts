import type { PixelImage } from "#graph/values";

/**
 * The same picture in another number of channels. Colour becomes grey by the ITU-R 601 luma, rounded as Pillow does it,
 * because that is what models were trained on. Grey is repeated for each colour. Transparency goes on black; new
 * transparency is opaque.
 */
export function convertChannels(image: PixelImage, channels: 1 | 3 | 4): PixelImage {
  if (image.channels === channels) return image;
  const { width, height } = image;
  const opaque = image.channels === 4 ? flatten(image) : image;
  if (opaque.channels === channels) return opaque;
  const from = opaque.pixels;
  const count = width * height;
  const pixels = new Uint8Array(count * channels);
  if (channels === 1) {
    for (let i = 0; i < count; i++) pixels[i] = lumaOf(from[i * 3]!, from[i * 3 + 1]!, from[i * 3 + 2]!);
    return { width, height, channels, pixels };
  }
  const step = opaque.channels === 1 ? 0 : 1;
  for (let i = 0; i < count; i++) {
    const at = i * opaque.channels;
    pixels[i * channels] = from[at]!;
    pixels[i * channels + 1] = from[at + step]!;
    pixels[i * channels + 2] = from[at + 2 * step]!;
    if (channels === 4) pixels[i * channels + 3] = 255;
  }
  return { width, height, channels, pixels };
}

/** 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point. */
function lumaOf(red: number, green: number, blue: number): number {
  return (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
}

function flatten({ width, height, pixels: from }: PixelImage): PixelImage {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const alpha = from[i * 4 + 3]!;
    for (let c = 0; c < 3; c++) pixels[i * 3 + c] = Math.round((from[i * 4 + c]! * alpha) / 255);
  }
  return { width, height, channels: 3, pixels };
}
