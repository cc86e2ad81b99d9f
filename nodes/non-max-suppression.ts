import { intersectionOverUnion } from "./box-geometry.ts";
import type { Box } from "./box-geometry.ts";

/** As other detectors' tools do; more candidates than this come only from a score threshold near 0. */
export const MAX_CANDIDATES = 30_000;

/**
 * Greedy non-maximum suppression: takes boxes by falling score and drops each that overlaps one taken before by more
 * than `iouThreshold` (of the same class only, unless `acrossClasses`). Equal scores keep their order.
 */
export function nonMaxSuppression<T extends Box & { score: number; classIndex: number }>(
  candidates: readonly T[],
  { iouThreshold, acrossClasses, maxBoxes }: { iouThreshold: number; acrossClasses: boolean; maxBoxes: number },
): T[] {
  const kept: T[] = [];
  for (const candidate of byFallingScore(candidates)) {
    if (kept.length >= maxBoxes) break;
    const isCovered = kept.some(
      (box) =>
        (acrossClasses || box.classIndex === candidate.classIndex) &&
        intersectionOverUnion(box, candidate) > iouThreshold,
    );
    if (!isCovered) kept.push(candidate);
  }
  return kept;
}

/** The best `MAX_CANDIDATES`, highest score first. */
export function byFallingScore<T extends { score: number }>(candidates: readonly T[]): T[] {
  return candidates.toSorted((a, b) => b.score - a.score).slice(0, MAX_CANDIDATES);
}
