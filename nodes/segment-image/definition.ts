import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { deviceParam, labelsParam, modelParam } from "../model-params.ts";
import {
  bgrParam,
  checkScaling,
  fitMeta,
  kernelParam,
  modelLayoutParam,
  padColourParam,
  rangeParam,
  scalingParams,
} from "../preparation-params.ts";

const fits = ["stretch", "letterbox"] as const;

export const segmentImage = defineNode({
  type: "segment-image",
  version: 1,
  title: "Segment image",
  summary: "Says for each pixel of a picture which class it belongs to, with an ONNX segmenter.",
  docs: `Runs a semantic segmenter and gives a **mask**: one class for each pixel of the picture, and the **share** of the pixels that each
class has.

A model with a fixed size gets the picture in that size. One that takes any gets the picture in its own size, made smaller
where it is longer than the limit, and rounded up to a multiple of the stride: most networks halve the picture four or five
times, so 16 or 32 divides without a rest.

Of scores \`[1, classes, h, w]\` the best class wins in each cell; a single channel is cut at 0 (raw scores) or 0.5 (0–1); class indices
\`[1, h, w]\` are taken as they are. The mask comes back to the size of the picture by taking the nearest cell, with padding undone.

Class 0 is the background. A mask holds at most 256 classes.`,
  category: "model",
  icon: "shapes",
  keywords: ["mask", "semantic", "pixels", "area", "unet", "background"],
  inputs: { image: { label: "Image", type: { kind: "image" } } },
  outputs: {
    mask: { label: "Mask", type: { kind: "mask" } },
    shares: {
      label: "Pixel shares",
      type: { kind: "classification" },
      description: "The part of the pixels that each class has, largest first.",
    },
  },
  params: z.strictObject({
    model: modelParam,
    labels: labelsParam,
    stride: z.number().int().min(1).max(256).default(32).meta({
      title: "Stride",
      widget: "number",
      unit: "px",
      description: "For a model that takes any size: width and height become multiples of this.",
    }),
    maxSide: z.number().int().min(16).max(8_192).default(1_024).meta({
      title: "Longest side",
      widget: "number",
      unit: "px",
      description: "For a model that takes any size: larger pictures are made smaller for it.",
    }),
    fit: z.enum(fits).default("stretch").meta(fitMeta(fits)),
    kernel: kernelParam,
    padColour: padColourParam("#000000"),
    range: rangeParam,
    ...scalingParams,
    colourOrder: bgrParam,
    layout: modelLayoutParam,
    device: deviceParam,
  }),
  checkParams: checkScaling,
});
