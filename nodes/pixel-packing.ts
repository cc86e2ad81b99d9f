import type { PixelImage, TensorValue } from "#graph/values";
import { float16Bits } from "./tensor-numbers.ts";

export type Layout = "NCHW" | "NHWC";
export type PixelDtype = "float32" | "float16" | "uint8";
/** Per channel of the tensor: value = (pixel · scale − mean) / std. */
export type PixelScaling = { scale: number; mean: readonly number[]; std: readonly number[] };

/**
 * Pixels as a tensor of one picture: `[1, channels, height, width]` or `[1, height, width, channels]`, in the order
 * RGB, or BGR when `isBgr`. uint8 is rounded and kept within 0–255.
 */
export function packPixels(
  { width, height, channels, pixels }: PixelImage,
  { layout, isBgr, scaling, dtype }: { layout: Layout; isBgr: boolean; scaling: PixelScaling; dtype: PixelDtype },
): TensorValue {
  const count = width * height;
  const data = new { float32: Float32Array, float16: Uint16Array, uint8: Uint8Array }[dtype](count * channels);
  const [channelStep, pixelStep] = layout === "NCHW" ? [count, 1] : [1, channels];
  for (let channel = 0; channel < channels; channel++) {
    const source = isBgr && channel < 3 && channels >= 3 ? 2 - channel : channel;
    // A pixel has 256 values, so each channel is one table look-up.
    const table = scaledValues(scaling, channel, dtype);
    let at = channel * channelStep;
    for (let i = 0, from = source; i < count; i++, at += pixelStep, from += channels) data[at] = table[pixels[from]!]!;
  }
  const shape = layout === "NCHW" ? [1, channels, height, width] : [1, height, width, channels];
  return { dtype, shape, data };
}

function scaledValues({ scale, mean, std }: PixelScaling, channel: number, dtype: PixelDtype) {
  const values = Float64Array.from({ length: 256 }, (_, pixel) => {
    return (pixel * scale - (mean[channel] ?? mean[0] ?? 0)) / (std[channel] ?? std[0] ?? 1);
  });
  if (dtype === "float16") return float16Bits(values);
  return dtype === "float32" ? Float32Array.from(values) : Uint8ClampedArray.from(values);
}

/** Names for how the 256 levels of a pixel become the numbers of a tensor. */
export const pixelRanges = ["0-1", "-1-1", "0-255", "imagenet", "custom"] as const;
export type PixelRange = (typeof pixelRanges)[number];

/** Mean and spread of ImageNet's training pictures in 0–1, RGB, which most published classifiers were trained with. */
const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const imagenetGrey = { mean: [0.449], std: [0.226] };

/** The scaling that a range stands for; `own` is used for "custom". Means and spreads come in the order of the tensor. */
export function scalingOf(
  range: PixelRange,
  { channels, isBgr, own }: { channels: number; isBgr: boolean; own: PixelScaling },
): PixelScaling {
  if (range === "custom") return own;
  if (range === "0-1") return { scale: 1 / 255, mean: [], std: [] };
  if (range === "0-255") return { scale: 1, mean: [], std: [] };
  if (range === "-1-1") return { scale: 1 / 127.5, mean: [1], std: [] };
  const { mean, std } = channels === 1 ? imagenetGrey : imagenet;
  return { scale: 1 / 255, mean: isBgr ? mean.toReversed() : mean, std: isBgr ? std.toReversed() : std };
}
