import type { PixelImage } from "#graph/values";

export type Kernel = "nearest" | "linear" | "cubic" | "area";

/**
 * The picture resampled to exactly `width` × `height`, pixel for pixel as Pillow's `resize` does it with NEAREST, BILINEAR,
 * BICUBIC and BOX: antialiased when shrinking, pixel centres kept, the same integers on each machine. `area` averages
 * when shrinking and is linear when enlarging. Written out because libvips shifts enlarged pictures by part of a pixel,
 * which moves the boxes that a detector finds in them.
 */
export function resamplePixels(
  image: PixelImage,
  { width, height, kernel }: { width: number; height: number; kernel: Kernel },
): PixelImage {
  if (image.width === width && image.height === height) return image;
  if (kernel === "nearest") return pickNearest(image, { width, height });
  const source = image.channels === 4 ? premultiply(image.pixels) : image.pixels;
  const shape = { channels: image.channels, height: image.height };
  const across = resampleRows(source, shape, weightsOf(image.width, width, kernel));
  const pixels = resampleColumns(across, { rowBytes: width * image.channels }, weightsOf(image.height, height, kernel));
  return { width, height, channels: image.channels, pixels: image.channels === 4 ? unpremultiply(pixels) : pixels };
}

function pickNearest(image: PixelImage, { width, height }: { width: number; height: number }): PixelImage {
  const { channels } = image;
  const columns = Int32Array.from({ length: width }, (_, x) => nearestOf(x, width, image.width) * channels);
  const pixels = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    const row = nearestOf(y, height, image.height) * image.width * channels;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) pixels[at++] = image.pixels[row + columns[x]! + c]!;
    }
  }
  return { width, height, channels, pixels };
}

function nearestOf(index: number, to: number, from: number): number {
  return Math.min(from - 1, Math.floor((index + 0.5) * (from / to)));
}

/** For output index i: source indices `first[i]`.. with `taps` weights each, in fixed point, summing to about 1 << 22. */
type Weights = { from: number; to: number; taps: number; first: Int32Array; counts: Int32Array; values: Int32Array };

// 8 bits of pixel, 22 of weight and 2 of overshoot fill 32.
const PRECISION = 22;

const filters: Record<Exclude<Kernel, "nearest">, { support: number; at: (x: number) => number }> = {
  linear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  cubic: { support: 2, at: cubicAt },
  area: { support: 0.5, at: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
};

/** Keys' cubic with a = -0.5. */
function cubicAt(signed: number): number {
  const a = -0.5;
  const x = Math.abs(signed);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

function weightsOf(from: number, to: number, kernel: Exclude<Kernel, "nearest">): Weights {
  const scale = from / to;
  const filter = filters[kernel === "area" && scale < 1 ? "linear" : kernel];
  const stretch = Math.max(1, scale);
  const support = filter.support * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const counts = new Int32Array(to);
  const values = new Int32Array(to * taps);
  for (let index = 0; index < to; index++) {
    const centre = (index + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(from, Math.trunc(centre + support + 0.5));
    const raw = Array.from({ length: end - start }, (_, tap) => filter.at((tap + start - centre + 0.5) / stretch));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    first[index] = start;
    counts[index] = end - start;
    for (const [tap, weight] of raw.entries()) {
      const fixed = (weight / sum) * (1 << PRECISION);
      values[index * taps + tap] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
    }
  }
  return { from, to, taps, first, counts, values };
}

function resampleRows(
  source: Uint8Array,
  { channels, height }: { channels: number; height: number },
  { from, to, taps, first, counts, values }: Weights,
): Uint8Array {
  if (from === to) return source;
  const result = new Uint8Array(to * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    const row = y * from * channels;
    for (let x = 0; x < to; x++) {
      const start = row + first[x]! * channels;
      const count = counts[x]!;
      for (let c = 0; c < channels; c++) {
        let sum = 1 << (PRECISION - 1);
        for (let tap = 0, pixel = start + c; tap < count; tap++, pixel += channels) {
          sum += source[pixel]! * values[x * taps + tap]!;
        }
        result[at++] = clip(sum);
      }
    }
  }
  return result;
}

function resampleColumns(
  source: Uint8Array,
  { rowBytes }: { rowBytes: number },
  { from, to, taps, first, counts, values }: Weights,
): Uint8Array {
  if (from === to) return source;
  const result = new Uint8Array(rowBytes * to);
  const sums = new Int32Array(rowBytes);
  for (let y = 0; y < to; y++) {
    sums.fill(1 << (PRECISION - 1));
    for (let tap = 0; tap < counts[y]!; tap++) {
      const weight = values[y * taps + tap]!;
      const row = (first[y]! + tap) * rowBytes;
      for (let i = 0; i < rowBytes; i++) sums[i]! += source[row + i]! * weight;
    }
    for (let i = 0; i < rowBytes; i++) result[y * rowBytes + i] = clip(sums[i]!);
  }
  return result;
}

function clip(sum: number): number {
  const value = sum >> PRECISION;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

// Without this, the colour of fully transparent pixels would bleed into their neighbours.
function premultiply(from: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(from.length);
  for (let at = 0; at < from.length; at += 4) {
    const alpha = from[at + 3]!;
    for (let c = 0; c < 3; c++) pixels[at + c] = timesFraction(from[at + c]!, alpha);
    pixels[at + 3] = alpha;
  }
  return pixels;
}

function unpremultiply(pixels: Uint8Array): Uint8Array {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let c = 0; c < 3; c++) pixels[at + c] = Math.min(255, Math.trunc((255 * pixels[at + c]!) / alpha));
  }
  return pixels;
}

/** value × alpha / 255, rounded, in integers. */
function timesFraction(value: number, alpha: number): number {
  const product = value * alpha + 128;
  return ((product >> 8) + product) >> 8;
}
