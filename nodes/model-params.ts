import { z } from "zod";
import { modelRefSchema } from "#graph/model-ref";

/** Params that every node with a model has, with the same names, words and defaults. */
export const modelParam = modelRefSchema.meta({
  title: "Model",
  widget: "model-picker",
  required: true,
  onNode: true,
  description: "An .onnx file of the model registry.",
});

export const devices = ["auto", "cpu", "webgpu", "cuda"] as const;

export const deviceParam = z
  .enum(devices)
  .default("auto")
  .meta({
    title: "Device",
    widget: "select",
    description: "Where the model computes. Auto takes the fastest one that was proved to work on the machine.",
    options: { auto: "Auto", cpu: "CPU", webgpu: "WebGPU", cuda: "CUDA" },
  });

export const labelsParam = z.array(z.string().trim().min(1).max(200)).max(10_000).default([]).meta({
  title: "Labels",
  widget: "labels",
  description: "Names of the classes, in the model's order. When empty, those that came with the model.",
});

export const topKParam = z
  .number()
  .int()
  .min(1)
  .max(1_000)
  .default(5)
  .meta({ title: "Labels to keep", widget: "number", description: "The most probable ones." });

export const softmaxParam = z
  .enum(["auto", "on", "off"])
  .default("auto")
  .meta({
    title: "Softmax",
    widget: "select",
    description: "Makes probabilities of raw scores. Auto does so unless the scores are probabilities already.",
    options: { auto: "Auto", on: "Always", off: "Never" },
  });
