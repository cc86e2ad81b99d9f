import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import { preparePicture } from "../prepare-picture.ts";
import type { imageToTensor } from "./definition.ts";

export const runImageToTensor: NodeRunner<typeof imageToTensor> = async ({ inputs: { image }, params, context }) => {
  const { layout, dtype, colours } = params;
  const { tensor } = await preparePicture(image, {
    input: { layout, dtype, channels: colours === "grey" ? 1 : 3 },
    frame: { width: params.width || image.width, height: params.height || image.height },
    params: { ...params, colourOrder: colours === "BGR" ? "BGR" : "RGB" },
    images: context.images,
  });
  return { tensor };
};
