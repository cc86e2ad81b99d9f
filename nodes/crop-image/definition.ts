import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { regionSchema, wholePicture } from "../region.ts";

export const cropImage = defineNode({
  type: "crop-image",
  version: 1,
  title: "Crop image",
  summary: "Cuts a rectangle out of a picture.",
  docs: `Gives the part of the picture within the region, with the picture's own channels. Draw the region on the picture in the inspector,
or type its upper left corner and size in pixels.

A width or height of 0 goes to the picture's edge: all zeros are the whole picture. A region that stands out ends at the edge;
one that begins outside of the picture is refused. Pixels are copied as they are.

With a list of pictures the same region is cut out of each. To cut out what a model found, use **Crop detections**.`,
  category: "image",
  icon: "scan-line",
  keywords: ["cut", "extract", "region", "rectangle", "roi", "area", "trim"],
  inputs: { image: { label: "Image", type: { kind: "image" } } },
  outputs: { image: { label: "Image", type: { kind: "image" } } },
  params: z.strictObject({
    region: regionSchema.default(wholePicture).meta({
      title: "Region",
      widget: "region",
      unit: "px",
      onNode: true,
      description: "Draw it on the picture, or type its corner and size. 0 as width or height goes to the edge.",
    }),
  }),
});
