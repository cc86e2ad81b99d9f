import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import { fitPicture } from "../fit-picture.ts";
import type { resizeImage } from "./definition.ts";

export const runResizeImage: NodeRunner<typeof resizeImage> = async ({ inputs, params, context }) => {
  const { width, height, fit: mode, kernel, padColour } = params;
  const settings = { frame: { width, height }, mode, kernel, padColour, images: context.images };
  const { picture } = await fitPicture(inputs.image, settings);
  return { image: picture };
};
