import type { z } from "zod";
import type { modelRefSchema } from "./model-ref.ts";

export type ModelRef = z.output<typeof modelRefSchema>;
export type ModelFamily = "classifier" | "detector" | "segmenter" | "tabular";

const decimals = new Set(["float32", "float16", "float64"]);

/**
 * What a model is for, as far as the shapes of its ports tell: a picture (four dimensions, one of them 1 or 3 channels) to
 * scores, to boxes or to a map of classes, or rows of numbers to predictions. Null where nothing is sure.
 */
export function familyOf({ inputs, outputs }: Pick<ModelRef, "inputs" | "outputs">): ModelFamily | null {
  const [input] = inputs;
  if (!input || inputs.length > 1) return null;
  const given = outputs.filter(({ dtype }) => decimals.has(dtype));
  const ranks = new Set(given.map(({ shape }) => shape.length));
  if (takesPictures(input)) {
    if (ranks.has(3)) return given.length === 1 ? "detector" : null;
    if (ranks.has(4)) return given.length === 1 ? "segmenter" : null;
    return ranks.has(2) && outputs.length === 1 ? "classifier" : null;
  }
  const isTable = input.shape.length === 2 && decimals.has(input.dtype) && typeof input.shape[1] === "number";
  return isTable && outputs.every(({ shape }) => shape.length <= 2) && outputs.length > 0 ? "tabular" : null;
}

function takesPictures({ dtype, shape }: ModelRef["inputs"][number]): boolean {
  if (shape.length !== 4 || (!decimals.has(dtype) && dtype !== "uint8")) return false;
  const isChannels = (dim: unknown) => dim === 1 || dim === 3;
  return isChannels(shape[1]) || isChannels(shape[3]);
}
