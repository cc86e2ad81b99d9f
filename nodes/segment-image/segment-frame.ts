import type { ImageInput } from "../image-input.ts";
import type { Size } from "../place-in-frame.ts";

/**
 * The size at which a segmenter sees a picture: the model's own where it is fixed; else the picture's, brought down to at
 * most `maxSide`, with both sides rounded up to a multiple of `stride`, which is what its pooling layers can halve.
 */
export function segmentFrame(
  image: Size,
  { input, stride, maxSide }: { input: Pick<ImageInput, "width" | "height">; stride: number; maxSide: number },
): Size {
  const scale = Math.min(1, maxSide / Math.max(image.width, image.height));
  const multiple = (side: number) => Math.max(1, Math.ceil(Math.round(side * scale) / stride)) * stride;
  return { width: input.width ?? multiple(image.width), height: input.height ?? multiple(image.height) };
}
