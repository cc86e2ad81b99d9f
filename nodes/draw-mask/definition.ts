import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { colourSchema } from "../preparation-params.ts";

export const drawMask = defineNode({
  type: "draw-mask",
  version: 1,
  title: "Draw mask",
  summary: "Tints each pixel of a picture with the colour of its class.",
  docs: `Lays a mask over a picture: each pixel is mixed with the colour of its class, pixel × (1 − opacity) + colour × opacity. The
background, class 0, is left as it is unless you ask for it.

The classes have the same colours here, in previews and in **Draw detections** (there class 0 is the first thing, here the first thing
is class 1). A mask of another size is laid over by its nearest cells.`,
  category: "image",
  icon: "paintbrush",
  keywords: ["segmentation", "overlay", "tint", "visualise", "classes"],
  inputs: {
    image: { label: "Image", type: { kind: "image" } },
    mask: { label: "Mask", type: { kind: "mask" } },
  },
  outputs: { image: { label: "Image", type: { kind: "image" } } },
  params: z.strictObject({
    opacity: z.number().min(0).max(1).default(0.5).meta({ title: "Opacity", widget: "slider", onNode: true }),
    colour: colourSchema.nullable().default(null).meta({
      title: "Colour",
      widget: "colour",
      onNode: true,
      description: "One colour for all classes but the background. By itself each class has its own.",
    }),
    showBackground: z.boolean().default(false).meta({ title: "Tint the background", widget: "switch" }),
  }),
});
