import { z } from "zod";
import { defineNode } from "#graph/define-node";
import type { Ports } from "#graph/kinds";
import { paramsToGive } from "./params-to-give.ts";
import {
  checkScaling,
  fitMeta,
  kernelParam,
  padColourParam,
  rangeParam,
  scalingParams,
} from "../preparation-params.ts";

const outputs = { tensor: { label: "Tensor", type: { kind: "tensor" } } } as const satisfies Ports;
const inputs = { image: { label: "Image", type: { kind: "image" } } } as const satisfies Ports;
const side = z.number().int().min(0).max(8_192).default(0);
const fits = ["stretch", "letterbox", "cover"] as const;

export const imageToTensor = defineNode({
  type: "image-to-tensor",
  version: 1,
  title: "Image to tensor",
  summary: "Makes the numbers that a model takes of a picture: size, layout, colour order, scaling.",
  docs: `Turns one picture into a tensor with a batch of one: \`[1, channels, height, width]\` (channels first, the way of most ONNX
models) or \`[1, height, width, channels]\`.

1. Transparency goes on black; *Grey* takes the ITU-R 601 luma, 0.299 R + 0.587 G + 0.114 B.
2. With a width and height, the picture is brought to that size. Leave both at 0 to keep its own.
3. Each level 0–255 becomes a number: value = (pixel × scale − mean) ÷ spread. *0 to 1* divides by 255, *−1 to 1* gives
   pixel ÷ 127.5 − 1, *ImageNet* takes mean 0.485, 0.456, 0.406 and spread 0.229, 0.224, 0.225 of 0–1.
4. The numbers are stored as float32, float16 or uint8 (rounded, kept within 0–255).

A model's card says which of these it was trained with; wrong ones give poor results rather than an error.`,
  category: "tensor",
  icon: "grid-3x3",
  keywords: ["preprocess", "normalise", "normalize", "nchw", "nhwc", "float32", "mean", "std"],
  inputs,
  outputs,
  params: z.strictObject({
    width: side.meta({ title: "Width", widget: "number", unit: "px", onNode: true, description: "0 keeps the own." }),
    height: side.meta({ title: "Height", widget: "number", unit: "px", onNode: true, description: "0 keeps the own." }),
    fit: z.enum(fits).default("stretch").meta(fitMeta(fits)),
    kernel: kernelParam,
    padColour: padColourParam("#000000"),
    layout: z
      .enum(["NCHW", "NHWC"])
      .default("NCHW")
      .meta({ title: "Layout", widget: "select", options: { NCHW: "Channels first", NHWC: "Channels last" } }),
    colours: z
      .enum(["RGB", "BGR", "grey"])
      .default("RGB")
      .meta({ title: "Colours", widget: "select", options: { RGB: "RGB", BGR: "BGR (OpenCV)", grey: "Grey" } }),
    range: rangeParam,
    ...scalingParams,
    dtype: z.enum(["float32", "float16", "uint8"]).default("float32").meta({ title: "Number type", widget: "select" }),
  }),
  portsFor: ({ width, height, layout, colours, dtype }) => {
    const channels = colours === "grey" ? 1 : 3;
    const [h, w] = [height || null, width || null] as const;
    const shape = layout === "NHWC" ? [1, h, w, channels] : [1, channels, h, w];
    return { inputs, outputs: { tensor: { label: "Tensor", type: { kind: "tensor", dtype, shape } } } };
  },
  paramsToGive,
  checkParams: (params) => {
    const problems = checkScaling(params);
    if ((params.width === 0) !== (params.height === 0)) {
      const param = params.width === 0 ? "width" : "height";
      problems.push({ param, message: "Give both width and height, or leave both at 0 to keep the picture's own." });
    }
    if (params.dtype === "uint8" && ["0-1", "-1-1", "imagenet"].includes(params.range)) {
      const message = "uint8 holds whole numbers 0–255 only, so values between would be lost.";
      problems.push({ param: "range", message, fix: 'Choose "0 to 255".' });
    }
    return problems;
  },
});
