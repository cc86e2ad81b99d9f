import { z } from "zod";
import { defineNode } from "#graph/define-node";
import { labelsParam, modelParam, softmaxParam, topKParam } from "../model-params.ts";

export const softmaxTopK = defineNode({
  type: "softmax-top-k",
  version: 1,
  title: "Softmax and top labels",
  summary: "Makes the most probable labels of a classifier's raw scores.",
  docs: `Reads one row of scores, such as \`[10]\` or \`[1, 10]\`, and gives the most probable labels, highest first.

Softmax is p(i) = exp(s(i) − max s) ÷ Σ exp(s(j) − max s); subtracting the largest score changes nothing but keeps the
exponentials from overflowing. *Auto* leaves scores as they are when they are probabilities already: none below 0 and a sum of 1.

Labels are those given here, else those that came with the model chosen here, else "class 0", "class 1", …`,
  category: "tensor",
  icon: "list-ordered",
  keywords: ["probabilities", "argmax", "logits", "classification", "scores"],
  inputs: { scores: { label: "Scores", type: { kind: "tensor" } } },
  outputs: { classification: { label: "Labels", type: { kind: "classification" } } },
  params: z.strictObject({
    topK: topKParam.meta({ ...topKParam.meta(), title: "Labels to keep", onNode: true }),
    softmax: softmaxParam,
    labels: labelsParam,
    model: modelParam.optional().meta({
      title: "Labels of model",
      widget: "model-picker",
      description: "Takes the labels that came with this model. Not needed where labels are given.",
    }),
  }),
});
