import "#server-only";
import { NodeError } from "#graph/node-runner";
import type { NodeRunner } from "#graph/node-runner";
import type { Detection, ModelRef, TensorValue } from "#graph/values";
import { clipBox } from "../box-geometry.ts";
import { classLabels } from "../class-labels.ts";
import { byFallingScore, nonMaxSuppression } from "../non-max-suppression.ts";
import { boxInImage } from "../place-in-frame.ts";
import { prepareForModel } from "../prepare-picture.ts";
import { tensorNumbers } from "../tensor-numbers.ts";
import { leadingNumbers, resolveLayout } from "./box-layout.ts";
import type { detectObjects } from "./definition.ts";
import { readBoxes } from "./read-boxes.ts";

/** @throws NodeError "bad-params" when the model is no detector of pictures, or of other classes than the labels name. */
export const runDetectObjects: NodeRunner<typeof detectObjects> = async ({ inputs: { image }, params, context }) => {
  const { model, inputSize, minScore, maxBoxes } = params;
  const { feeds, placement } = await prepareForModel(image, {
    params,
    images: context.images,
    frameOf: ({ width, height }) => ({ width: width ?? inputSize, height: height ?? inputSize }),
  });
  const session = await context.models.open(model, { device: params.device });
  const output = boxesOutput(await session.run(feeds), model);

  const lists = [params.labels, model.labels, session.labels];
  const known = lists.find((list) => list && list.length > 0) ?? [];
  const numbers = tensorNumbers(output);
  const layout = resolveLayout(
    { shape: output.shape, numbers },
    { layout: params.boxLayout, classCount: known.length },
  );
  // Models that are end to end do not say how many classes they know.
  const isFinished = layout.format === "yolov10";
  const labels = isFinished ? known : classLabels(layout.size - leadingNumbers(layout.format), { lists });

  const candidates = readBoxes(numbers, { layout, minScore });
  const kept = isFinished
    ? byFallingScore(candidates).slice(0, maxBoxes)
    : nonMaxSuppression(candidates, {
        iouThreshold: params.maxOverlap,
        acrossClasses: params.suppression === "across",
        maxBoxes,
      });
  const items: Detection[] = kept.flatMap((candidate) => {
    const box = clipBox(boxInImage(candidate, placement), image);
    return box ? [{ ...box, label: labels[box.classIndex] ?? `class ${box.classIndex}` }] : [];
  });
  return { detections: { width: image.width, height: image.height, items }, count: items.length };
};

/** The first output of decimal numbers that can hold boxes; models that also give masks have a second one of rank 4. */
function boxesOutput(
  results: Readonly<Record<string, TensorValue>>,
  model: Pick<ModelRef, "name" | "outputs">,
): TensorValue {
  const floats = model.outputs
    .map(({ name }) => results[name])
    .filter((tensor) => tensor?.dtype.startsWith("float") === true);
  const found = floats.find((tensor) => tensor?.shape.length === 3) ?? floats[0];
  if (found) return found;
  const message = `"${model.name}" gives no decimal numbers, so it is no detector of this family: use "Run model".`;
  throw new NodeError("bad-params", message, { param: "model" });
}
