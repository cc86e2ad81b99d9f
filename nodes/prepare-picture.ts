import type { ImageCodec } from "#graph/node-runner";
import type { ImageValue, ModelRef, TensorValue } from "#graph/values";
import { fitPicture } from "./fit-picture.ts";
import { imageInputOf } from "./image-input.ts";
import type { ImageInput } from "./image-input.ts";
import { packPixels, scalingOf } from "./pixel-packing.ts";
import type { Layout, PixelRange } from "./pixel-packing.ts";
import type { FitMode, Placement, Size } from "./place-in-frame.ts";

export type Preparation = {
  fit: FitMode;
  kernel: "nearest" | "linear" | "cubic" | "area";
  padColour: string;
  range: PixelRange;
  scale: number;
  mean: readonly number[];
  std: readonly number[];
  colourOrder: "RGB" | "BGR";
};

/** The picture as the tensor that a model's input takes, and how it lies in the frame that the model sees. */
export async function preparePicture(
  image: ImageValue,
  {
    input,
    frame,
    params,
    images,
  }: {
    input: Pick<ImageInput, "layout" | "channels" | "dtype">;
    frame: Size;
    params: Preparation;
    images: ImageCodec;
  },
): Promise<{ tensor: TensorValue; placement: Placement }> {
  const { channels, layout, dtype } = input;
  const { fit: mode, kernel, padColour, range } = params;
  const { picture, placement } = await fitPicture(image, { frame, mode, kernel, padColour, channels, images });
  const isBgr = params.colourOrder === "BGR" && channels !== 1;
  const scaling = scalingOf(range, { channels, isBgr, own: params });
  return { tensor: packPixels(picture, { layout, isBgr, scaling, dtype }), placement };
}

/**
 * The picture as the feeds of a model, by the model's own signature. `frameOf` decides the size where it is not fixed;
 * uint8 inputs get the pixels as they are.
 *
 * @throws NodeError "bad-params" when the model takes no picture.
 */
export async function prepareForModel(
  image: ImageValue,
  {
    params,
    images,
    frameOf,
  }: {
    params: Preparation & { model: Pick<ModelRef, "name" | "inputs">; layout: Layout | "auto" };
    images: ImageCodec;
    frameOf: (input: ImageInput) => Size;
  },
): Promise<{ input: ImageInput; feeds: Record<string, TensorValue>; placement: Placement }> {
  const input = imageInputOf(params.model, { layout: params.layout });
  const range = input.dtype === "uint8" ? "0-255" : params.range;
  const frame = frameOf(input);
  const { tensor, placement } = await preparePicture(image, { input, frame, params: { ...params, range }, images });
  return { input, feeds: { [input.name]: tensor }, placement };
}
