import { NodeError } from "#graph/node-runner";
import type { ImageCodec } from "#graph/node-runner";
import type { ImageValue, PixelImage } from "#graph/values";
import { parseColour } from "./label-hues.ts";
import { placeInFrame } from "./place-in-frame.ts";
import type { FitMode, Placement, Size } from "./place-in-frame.ts";

/** A picture that is scaled to more than this on the way is refused: a long strip that covers a square, say. */
export const MAX_SCALED_PIXELS = 100_000_000;

/**
 * The picture scaled into a frame, and where it came to lie. Padding has `padColour`, in grey pictures its luma.
 *
 * @throws NodeError "too-large" at `port` when the scaled picture would be far larger than the frame.
 */
export async function fitPicture(
  image: ImageValue,
  settings: {
    frame: Size;
    mode: FitMode;
    kernel: "nearest" | "linear" | "cubic" | "area";
    padColour: string;
    channels?: 1 | 3 | 4;
    images: ImageCodec;
    port?: string;
  },
): Promise<{ picture: PixelImage; placement: Placement }> {
  const { frame, mode, kernel, padColour, channels, images, port = "image" } = settings;
  const placement = placeInFrame(image, frame, mode);
  const { width, height } = placement.scaled;
  if (width * height > MAX_SCALED_PIXELS) {
    const message = `A picture of ${image.width} × ${image.height} would be scaled to ${width} × ${height} on the way: it is too long and narrow for this fit.`;
    throw new NodeError("too-large", message, { port });
  }
  const scaled = await images.resize(await images.decode(image, channels), { width, height, kernel });
  return { picture: pasteIntoFrame(scaled, { placement, padColour }), placement };
}

function pasteIntoFrame(
  scaled: PixelImage,
  { placement, padColour }: { placement: Placement; padColour: string },
): PixelImage {
  const { frame, left, top } = placement;
  if (left === 0 && top === 0 && scaled.width === frame.width && scaled.height === frame.height) return scaled;
  const { channels } = scaled;
  const pixels = filled(frame, { channels, padColour });
  const fromX = Math.max(0, -left);
  const columns = Math.min(scaled.width - fromX, frame.width - Math.max(0, left));
  for (let y = Math.max(0, top); y < Math.min(frame.height, top + scaled.height); y++) {
    const start = ((y - top) * scaled.width + fromX) * channels;
    const row = scaled.pixels.subarray(start, start + columns * channels);
    pixels.set(row, (y * frame.width + Math.max(0, left)) * channels);
  }
  return { ...frame, channels, pixels };
}

function filled({ width, height }: Size, { channels, padColour }: { channels: 1 | 3 | 4; padColour: string }) {
  const [red, green, blue] = parseColour(padColour);
  const grey = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  const pixel = { 1: [grey], 3: [red, green, blue], 4: [red, green, blue, 255] }[channels];
  const pixels = new Uint8Array(width * height * channels);
  if (pixel.every((value) => value === pixel[0])) return pixels.fill(pixel[0]!);
  for (let at = 0; at < pixels.length; at += channels) pixels.set(pixel, at);
  return pixels;
}
