import { NodeError } from "#graph/node-runner";
import type { ClassificationValue } from "#graph/values";
import { areProbabilities, softmax } from "./softmax.ts";

/**
 * The `topK` most probable labels, highest first; equal ones by index. Probabilities are taken over all classes before the
 * cut, so those that are kept may sum to less than 1.
 *
 * @throws NodeError "bad-input" when a score is not a number.
 */
export function topLabels(
  scores: ArrayLike<number>,
  { labels, topK, useSoftmax }: { labels: readonly string[]; topK: number; useSoftmax: "auto" | "on" | "off" },
): ClassificationValue {
  const broken = Array.prototype.findIndex.call(scores, Number.isNaN);
  if (broken >= 0) {
    const message = `The score of "${labels[broken]}" is NaN: the model's input or the model itself holds what is no number.`;
    throw new NodeError("bad-input", message);
  }
  const isRaw = useSoftmax === "on" || (useSoftmax === "auto" && !areProbabilities(scores));
  const probabilities = isRaw ? softmax(scores) : scores;
  const ranked = labels.map((label, index) => ({ label, index, probability: probabilities[index]! }));
  return { labels: ranked.sort((a, b) => b.probability - a.probability || a.index - b.index).slice(0, topK) };
}
