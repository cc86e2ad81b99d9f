import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { deviceParam, labelsParam, modelParam, softmaxParam, topKParam } from "../model-params.ts";
import {
  bgrParam,
  checkScaling,
  fitMeta,
  inputSizeParam,
  kernelParam,
  modelLayoutParam,
  padColourParam,
  rangeParam,
  scalingParams,
} from "../preparation-params.ts";

const fits = ["stretch", "cover", "letterbox"] as const;

export const classifyImage = defineNode({
  type: "classify-image",
  version: 1,
  title: "Classify image",
  summary: "Names what a picture shows, with an ONNX classifier.",
  docs: `Runs a classifier on a picture and gives the most probable labels.

The picture is prepared by itself: size, number of channels (grey or colour) and layout are read from the model's input.
What a model file does not say is set here: how pictures of other proportions come into the size, the values of the pixels
(*0 to 1* suits many models, *ImageNet* most that were trained on ImageNet) and the colour order.

Scores become probabilities by softmax, p(i) = exp(s(i)) ÷ Σ exp(s(j)), unless they are probabilities already: none below 0 and
a sum of 1. They are taken over all classes before the cut, so those that are kept may sum to less than 1.

Labels are those that came with the model unless you give others; there must be one for each class.`,
  category: "model",
  icon: "tags",
  keywords: ["recognise", "label", "category", "imagenet", "top-k"],
  inputs: { image: { label: "Image", type: { kind: "image" } } },
  outputs: { classification: { label: "Labels", type: { kind: "classification" } } },
  params: z.strictObject({
    model: modelParam,
    topK: topKParam.meta({ ...topKParam.meta(), title: "Labels to keep", onNode: true }),
    labels: labelsParam,
    fit: z.enum(fits).default("stretch").meta(fitMeta(fits)),
    kernel: kernelParam,
    padColour: padColourParam("#000000"),
    range: rangeParam,
    ...scalingParams,
    colourOrder: bgrParam,
    softmax: softmaxParam,
    layout: modelLayoutParam,
    inputSize: inputSizeParam(224),
    output: z.string().trim().max(1_000).default("").meta({
      title: "Output",
      widget: "text",
      description: "The model's output that holds the scores. When empty, the first of decimal numbers.",
    }),
    device: deviceParam,
  }),
  checkParams: checkScaling,
});
