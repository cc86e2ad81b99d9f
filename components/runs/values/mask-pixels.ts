import { unpack } from "#graph/unpack";
import { labelHue, parseColour } from "#nodes/label-hues";

/** One class index per pixel, row-major; `labels[index]` names it, and index 0 is the background. */
export type MaskPixels = { width: number; height: number; labels: string[]; data: Uint8Array };

/** Reads a mask as it is kept: a header and deflated indices. @throws Error for what is none, or inflates to another size */
export async function readMask(bytes: Uint8Array<ArrayBuffer>): Promise<MaskPixels> {
  const { header, payload } = unpack(bytes);
  const { width, height, labels } = header as { width: number; height: number; labels: string[] };
  const data = new Uint8Array(width * height);
  let length = 0;
  const inflated = new Blob([payload]).stream().pipeThrough(new DecompressionStream("deflate"));
  for await (const piece of inflated as unknown as AsyncIterable<Uint8Array>) {
    if (length + piece.length > data.length) throw new Error("The mask has more pixels than its size says.");
    data.set(piece, length);
    length += piece.length;
  }
  if (length !== data.length) throw new Error("The mask has fewer pixels than its size says.");
  return { width, height, labels, data };
}

/** How many pixels each class has, by its index, up to the last that occurs or has a name. */
export function countClasses({ labels, data }: Pick<MaskPixels, "labels" | "data">): number[] {
  const counts = Array.from({ length: 256 }, () => 0);
  for (let index = 0; index < data.length; index++) counts[data[index]!]!++;
  return counts.slice(0, Math.max(labels.length, counts.findLastIndex((count) => count > 0) + 1));
}

/** The classes that are not hidden in their hues, 8-bit RGBA; the background is transparent. */
export function colourClasses(data: Uint8Array, hidden: ReadonlySet<number>): Uint8ClampedArray<ArrayBuffer> {
  const colours = Array.from({ length: 256 }, (_, index) => parseColour(labelHue(index)));
  const pixels = new Uint8ClampedArray(data.length * 4);
  for (let index = 0; index < data.length; index++) {
    const classIndex = data[index]!;
    if (classIndex === 0 || hidden.has(classIndex)) continue;
    const [red, green, blue] = colours[classIndex]!;
    pixels[index * 4] = red;
    pixels[index * 4 + 1] = green;
    pixels[index * 4 + 2] = blue;
    pixels[index * 4 + 3] = 255;
  }
  return pixels;
}
