import "#server-only";
import { NodeError, type NodeRunner } from "#graph/node-runner";
import { cropPixels } from "../crop-pixels.ts";
import { regionOn } from "../region.ts";
import type { cropImage } from "./definition.ts";

export const runCropImage: NodeRunner<typeof cropImage> = async ({ inputs: { image }, params, context }) => {
  const box = regionOn(params.region, image);
  if (!box) {
    const { x, y } = params.region;
    const message = `The region begins at ${x}, ${y}, but the picture has ${image.width} × ${image.height} pixels. Begin it within the picture.`;
    throw new NodeError("bad-params", message, { param: "region" });
  }
  // The whole picture need not be decoded, and stays the file that it is.
  if (box.width === image.width && box.height === image.height) return { image };
  return { image: cropPixels(await context.images.decode(image), box) };
};
