import "#server-only";
import { NodeError } from "#graph/node-runner";
import type { NodeRunner } from "#graph/node-runner";
import type { ClassificationValue, MaskValue } from "#graph/values";
import { classLabels } from "../class-labels.ts";
import type { Placement } from "../place-in-frame.ts";
import { prepareForModel } from "../prepare-picture.ts";
import { readClassMap } from "./class-map.ts";
import type { ClassMap } from "./class-map.ts";
import type { segmentImage } from "./definition.ts";
import { segmentFrame } from "./segment-frame.ts";

/** @throws NodeError "bad-params" when the model is no segmenter of pictures, or of other classes than the labels name. */
export const runSegmentImage: NodeRunner<typeof segmentImage> = async ({ inputs: { image }, params, context }) => {
  const { model, stride, maxSide } = params;
  const { input, feeds, placement } = await prepareForModel(image, {
    params,
    images: context.images,
    frameOf: (sizes) => segmentFrame(image, { input: sizes, stride, maxSide }),
  });
  const session = await context.models.open(model, { device: params.device });
  const results = await session.run(feeds);
  const name = model.outputs[0]?.name;
  const output = name === undefined ? undefined : results[name];
  if (!output) throw new NodeError("bad-params", `"${model.name}" gives no output.`, { param: "model" });

  const classes = readClassMap(output, { layout: input.layout });
  const labels = maskLabels(classes, [params.labels, model.labels, session.labels]);
  const data = classesOfPixels(classes, placement);
  const mask: MaskValue = { width: image.width, height: image.height, labels, data };
  return { mask, shares: pixelShares(mask) };
};

function maskLabels(
  { classCount, data }: ClassMap,
  lists: readonly (readonly string[] | undefined)[],
): readonly string[] {
  if (classCount > 0) return classLabels(classCount, { lists });
  // A model that gives class indices does not say how many there are.
  const used = data.reduce((most, index) => Math.max(most, index), 0) + 1;
  const given = lists.find((list) => list && list.length > 0) ?? [];
  return Array.from({ length: Math.max(used, given.length) }, (_, index) => given[index] ?? `class ${index}`);
}

/** The class of each pixel of the picture: that of the cell of the model's output in which the pixel's middle lies. */
function classesOfPixels(classes: ClassMap, { image, scaled, frame, left, top }: Placement): Uint8Array {
  const cellOf = (
    index: number,
    from: { size: number; scaled: number; offset: number; frame: number; cells: number },
  ) => {
    const inFrame = ((index + 0.5) * from.scaled) / from.size + from.offset;
    return Math.min(from.cells - 1, Math.max(0, Math.floor((inFrame * from.cells) / from.frame)));
  };
  const across = { size: image.width, scaled: scaled.width, offset: left, frame: frame.width, cells: classes.width };
  const down = { size: image.height, scaled: scaled.height, offset: top, frame: frame.height, cells: classes.height };
  const columns = Int32Array.from({ length: image.width }, (_, x) => cellOf(x, across));
  const data = new Uint8Array(image.width * image.height);
  for (let y = 0, at = 0; y < image.height; y++) {
    const row = cellOf(y, down) * classes.width;
    for (let x = 0; x < image.width; x++) data[at++] = classes.data[row + columns[x]!]!;
  }
  return data;
}

function pixelShares({ data, labels }: MaskValue): ClassificationValue {
  const counts = new Uint32Array(labels.length);
  for (const index of data) counts[index]!++;
  const shares = labels.map((label, index) => ({ label, index, probability: counts[index]! / data.length }));
  return { labels: shares.sort((a, b) => b.probability - a.probability || a.index - b.index) };
}
