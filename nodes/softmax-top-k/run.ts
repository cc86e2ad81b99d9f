import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import { classLabels } from "../class-labels.ts";
import { scoresOfOne } from "../model-scores.ts";
import { topLabels } from "../top-labels.ts";
import type { softmaxTopK } from "./definition.ts";

export const runSoftmaxTopK: NodeRunner<typeof softmaxTopK> = ({ inputs, params }) => {
  const scores = scoresOfOne(inputs.scores, { what: "The tensor", at: { port: "scores" } });
  const labels = classLabels(scores.length, { lists: [params.labels, params.model?.labels] });
  return { classification: topLabels(scores, { labels, topK: params.topK, useSoftmax: params.softmax }) };
};
