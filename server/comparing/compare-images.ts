import type { ImageCodec } from "#graph/node-runner";
import type { ImageDifference, ValueDifference } from "#graph/value-differences";
import type { ImageValue, PixelImage } from "#graph/values";

/** The longer side of a difference map at most. */
const MAP_PX = 640;

/** Pixel by pixel, in the channels of the richer one. Pictures of other sizes are not scaled to meet: only the sizes are told. */
export async function compareImages(
  a: ImageValue,
  b: ImageValue,
  { images, withMap = false }: { images: ImageCodec; withMap?: boolean },
): Promise<ValueDifference> {
  const base = {
    kind: "image" as const,
    sizes: [sizeOf(a), sizeOf(b)] as ImageDifference["sizes"],
    channels: [a.channels, b.channels] as [number, number],
  };
  if (a.width !== b.width || a.height !== b.height) return { ...base, pixels: null, map: null };
  const channels = a.channels > b.channels ? a.channels : b.channels;
  const [before, after] = [await images.decode(a, channels), await images.decode(b, channels)];
  const { pixels, map } = differencesOf(before, after, withMap);
  if (pixels.differing === 0 && a.channels === b.channels) return { kind: "same", how: "values" };
  return { ...base, pixels, map: map && (await encodeMap(images, map)) };
}

type Map = { width: number; height: number; dots: Uint8Array };

function differencesOf(a: PixelImage, b: PixelImage, withMap: boolean) {
  const { width, height, channels } = a;
  const scale = withMap ? Math.max(1, Math.max(width, height) / MAP_PX) : 1;
  const map: Map | null = withMap
    ? mapOf(Math.max(1, Math.ceil(width / scale)), Math.max(1, Math.ceil(height / scale)))
    : null;
  const pixels = { max: 0, mean: 0, differing: 0, total: width * height, at: [0, 0] as [number, number] };
  let sum = 0;
  for (let y = 0, index = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let largest = 0;
      for (let channel = 0; channel < channels; channel++, index++) {
        const difference = Math.abs(a.pixels[index]! - b.pixels[index]!);
        sum += difference;
        if (difference > largest) largest = difference;
      }
      if (largest === 0) continue;
      pixels.differing++;
      if (largest > pixels.max) {
        pixels.max = largest;
        pixels.at = [x, y];
      }
      if (!map) continue;
      const dot = Math.floor(y / scale) * map.width + Math.floor(x / scale);
      if (largest > map.dots[dot]!) map.dots[dot] = largest;
    }
  }
  pixels.mean = sum / Math.max(1, a.pixels.length);
  return { pixels, map };
}

function mapOf(width: number, height: number): Map {
  return { width, height, dots: new Uint8Array(width * height) };
}

/** Stretched, so that a difference of one can be seen: black is none, white is the largest that there can be. */
async function encodeMap(images: ImageCodec, { width, height, dots }: Map): Promise<ImageDifference["map"]> {
  const pixels = dots.map((difference) => (difference === 0 ? 0 : Math.round(255 * Math.sqrt(difference / 255))));
  const png = await images.encode({ width, height, channels: 1, pixels }, "png");
  return { base64: Buffer.from(png).toString("base64"), width, height };
}

export function sizeOf({ width, height }: { width: number; height: number }) {
  return { width, height };
}
