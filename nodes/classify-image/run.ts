import "#server-only";
import type { NodeRunner } from "#graph/node-runner";
import { classLabels } from "../class-labels.ts";
import { readScores } from "../model-scores.ts";
import { prepareForModel } from "../prepare-picture.ts";
import { topLabels } from "../top-labels.ts";
import type { classifyImage } from "./definition.ts";

/** @throws NodeError "bad-params" when the model is no classifier of pictures, or of other classes than the labels name. */
export const runClassifyImage: NodeRunner<typeof classifyImage> = async ({ inputs, params, context }) => {
  const { model, inputSize, topK, output } = params;
  const { feeds } = await prepareForModel(inputs.image, {
    params,
    images: context.images,
    frameOf: ({ width, height }) => ({ width: width ?? inputSize, height: height ?? inputSize }),
  });
  const session = await context.models.open(model, { device: params.device });
  const scores = readScores(await session.run(feeds), { model, output });
  const labels = classLabels(scores.length, { lists: [params.labels, model.labels, session.labels] });
  return { classification: topLabels(scores, { labels, topK, useSoftmax: params.softmax }) };
};
