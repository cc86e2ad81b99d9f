import { z } from "zod";
import { defineNode } from "#graph/define-node";

export const tensorToImage = defineNode({
  type: "tensor-to-image",
  version: 1,
  title: "Tensor to image",
  summary: "Shows a tensor as a picture: a model's output image, a heat map, a channel.",
  docs: `Makes a picture of a tensor of one picture, with or without a batch of one in front: \`[height, width]\`, channels first or
channels last with 1 (grey), 3 (colour) or 4 (with transparency) channels. *Auto* takes the layout that has 1, 3 or 4 where the
channels stand, channels first when both would do.

Which values are black and white: *Auto* takes 0–1 for decimal and 0–255 for whole numbers; *Least to largest* stretches
whatever there is, for heat maps. Values outside are cut; NaN is black.`,
  category: "tensor",
  icon: "image",
  keywords: ["heat map", "visualise", "postprocess", "picture"],
  inputs: { tensor: { label: "Tensor", type: { kind: "tensor" } } },
  outputs: { image: { label: "Image", type: { kind: "image" } } },
  params: z.strictObject({
    range: z
      .enum(["auto", "0-1", "-1-1", "0-255", "min-max"])
      .default("auto")
      .meta({
        title: "Values",
        widget: "select",
        onNode: true,
        description: "The values that become black and white.",
        options: {
          auto: "Auto",
          "0-1": "0 to 1",
          "-1-1": "−1 to 1",
          "0-255": "0 to 255",
          "min-max": "Least to largest",
        },
      }),
    layout: z
      .enum(["auto", "NCHW", "NHWC"])
      .default("auto")
      .meta({
        title: "Layout",
        widget: "select",
        options: { auto: "Auto", NCHW: "Channels first", NHWC: "Channels last" },
      }),
    colourOrder: z
      .enum(["RGB", "BGR"])
      .default("RGB")
      .meta({ title: "Colour order", widget: "select", options: { RGB: "RGB", BGR: "BGR (OpenCV)" } }),
  }),
});
