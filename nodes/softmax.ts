/** Probabilities from logits, summing to 1; the largest is subtracted first, so that no exponential overflows. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  let largest = -Infinity;
  for (let i = 0; i < logits.length; i++) largest = Math.max(largest, logits[i]!);
  const probabilities = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = probabilities.reduce((total, value) => total + value, 0);
  return probabilities.map((value) => value / sum);
}

// Models in float16 miss a sum of 1 by up to this much.
const SUM_TOLERANCE = 5e-3;

/** Whether scores are probabilities already: none below 0, and a sum of 1. Logits that happen to be so are very rare. */
export function areProbabilities(scores: ArrayLike<number>): boolean {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i]! >= 0)) return false;
    sum += scores[i]!;
  }
  return Math.abs(sum - 1) <= SUM_TOLERANCE;
}
