import type { ImageCodec } from "#graph/node-runner";
import { labelHue, parseColour } from "#nodes/label-hues";
import type { ValuePreview } from "#graph/recorded-values";
import type { MaskValue } from "#graph/values";
import { thumbnailSize } from "./preview-image.ts";
import type { PutArtifact } from "./preview-value.ts";
import { shownText } from "./storable-text.ts";

const MAX_LABEL_CHARACTERS = 200;

/** The classes in their hues over a transparent background, as PNG, and the part of the pixels that each has. */
export async function previewMask(
  mask: MaskValue,
  { images, putArtifact }: { images: ImageCodec; putArtifact: PutArtifact },
): Promise<ValuePreview> {
  const { width, height } = mask;
  const size = thumbnailSize(mask);
  const picture = await images.encode({ ...size, channels: 4, pixels: colourMask(mask, size) }, "png");
  const thumbnail = await putArtifact([picture], "image/png");
  return { kind: "mask", width, height, fractions: fractionsOf(mask), thumbnail };
}

/** By class index, so that a reader can tell the hue of each. */
function fractionsOf({ labels, data }: MaskValue): { label: string; fraction: number }[] {
  const counts = new Uint32Array(256);
  for (let index = 0; index < data.length; index++) counts[data[index]!]!++;
  const last = counts.findLastIndex((count) => count > 0);
  return Array.from({ length: Math.max(labels.length, last + 1) }, (_, index) => ({
    label: shownText(labels[index] ?? `class ${index}`, MAX_LABEL_CHARACTERS),
    fraction: data.length === 0 ? 0 : (counts[index] ?? 0) / data.length,
  }));
}

/** 8-bit RGBA. Nearest pixels: classes have no in-between. */
function colourMask({ width, height, data }: MaskValue, size: { width: number; height: number }): Uint8Array {
  const colours = Array.from({ length: 256 }, (_, index) => parseColour(labelHue(index)));
  const pixels = new Uint8Array(size.width * size.height * 4);
  let at = 0;
  for (let y = 0; y < size.height; y++) {
    const row = Math.floor(((y + 0.5) * height) / size.height) * width;
    for (let x = 0; x < size.width; x++, at += 4) {
      const classIndex = data[row + Math.floor(((x + 0.5) * width) / size.width)] ?? 0;
      if (classIndex === 0) continue;
      const [red, green, blue] = colours[classIndex]!;
      pixels[at] = red;
      pixels[at + 1] = green;
      pixels[at + 2] = blue;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}
