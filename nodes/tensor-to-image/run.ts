import "#server-only";
import { NodeError } from "#graph/node-runner";
import type { NodeRunner } from "#graph/node-runner";
import type { PixelImage, TensorValue } from "#graph/values";
import { tensorNumbers } from "../tensor-numbers.ts";
import type { tensorToImage } from "./definition.ts";

type Params = Parameters<NodeRunner<typeof tensorToImage>>[0]["params"];

/** @throws NodeError "bad-input" at "tensor" when its shape is not that of one picture. */
export const runTensorToImage: NodeRunner<typeof tensorToImage> = ({ inputs: { tensor }, params }) => {
  const { width, height, channels, isChannelsFirst } = readShape(tensor, params.layout);
  const numbers = tensorNumbers(tensor, "tensor");
  const [black, white] = limitsOf(numbers, { range: params.range, dtype: tensor.dtype });
  const scale = white > black ? 255 / (white - black) : 0;
  const pixels = new Uint8ClampedArray(width * height * channels);
  const [channelStep, pixelStep] = isChannelsFirst ? [width * height, 1] : [1, channels];
  const isBgr = params.colourOrder === "BGR" && channels >= 3;
  for (let channel = 0; channel < channels; channel++) {
    const source = isBgr && channel < 3 ? 2 - channel : channel;
    for (let i = 0; i < width * height; i++) {
      pixels[i * channels + channel] = (numbers[source * channelStep + i * pixelStep]! - black) * scale;
    }
  }
  return { image: { width, height, channels, pixels: new Uint8Array(pixels.buffer) } };
};

function readShape({ shape }: TensorValue, layout: Params["layout"]) {
  const dims = shape.length === 4 && shape[0] === 1 ? shape.slice(1) : shape;
  // [1, h, w] reads as one channel first, which is the same picture as a batch of one [h, w].
  const [a = 0, b = 0, c = 0] = dims.length === 2 ? [1, ...dims] : dims;
  const isChannelsFirst = layout === "NCHW" || (layout === "auto" && (isChannels(a) || !isChannels(c)));
  const [channels, height, width] = isChannelsFirst ? [a, b, c] : [c, a, b];
  if ((dims.length !== 2 && dims.length !== 3) || !isChannels(channels) || width < 1 || height < 1) {
    const message =
      `A tensor of shape [${shape.join(", ")}] is not one picture: it needs [height, width], or 1, 3 or 4 channels ` +
      `first or last, with at most a batch of one in front.`;
    throw new NodeError("bad-input", message, { port: "tensor" });
  }
  return { width, height, channels, isChannelsFirst };
}

function isChannels(dim: number): dim is PixelImage["channels"] {
  return dim === 1 || dim === 3 || dim === 4;
}

function limitsOf(
  numbers: ArrayLike<number>,
  { range, dtype }: { range: Params["range"]; dtype: TensorValue["dtype"] },
): [black: number, white: number] {
  if (range === "0-1" || (range === "auto" && (dtype.startsWith("float") || dtype === "bool"))) return [0, 1];
  if (range === "-1-1") return [-1, 1];
  if (range !== "min-max") return [0, 255];
  let [least, largest] = [Infinity, -Infinity];
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    largest = Math.max(largest, value);
  }
  return [least, largest];
}
