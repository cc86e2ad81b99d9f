import type { MatchedBox, ValueDifference } from "#graph/value-differences";
import type { Detection, DetectionsValue } from "#graph/values";
import { intersectionOverUnion } from "../../nodes/box-geometry.ts";
import { sizeOf } from "./compare-images.ts";
import { differsTooMuch } from "./compare-limits.ts";

/** Boxes that share less are taken for two things. */
export const MATCH_IOU = 0.5;
const MAX_BOXES = 5_000;
const MAX_SHOWN = 200;

/**
 * Matches boxes by the area that they share: first those of one label, the best pair first, then across labels, so that a
 * thing that got another name is one change and not a loss and a gain.
 */
export function compareDetections(
  a: DetectionsValue,
  b: DetectionsValue,
  { matchIou = MATCH_IOU }: { matchIou?: number | undefined } = {},
): ValueDifference {
  if (a.items.length > MAX_BOXES || b.items.length > MAX_BOXES) return differsTooMuch("boxes", MAX_BOXES);
  const { pairs, onlyA, onlyB } = matchBoxes(a.items, b.items, matchIou);
  const changed = pairs.filter(({ a: before, b: after }) => !isSameBox(before, after));
  const isSameSize = a.width === b.width && a.height === b.height;
  if (changed.length + onlyA.length + onlyB.length === 0 && isSameSize) return { kind: "same", how: "values" };
  return {
    kind: "detections",
    sizes: [sizeOf(a), sizeOf(b)],
    counts: [a.items.length, b.items.length],
    matched: pairs.length,
    unchanged: pairs.length - changed.length,
    labelChanges: pairs.filter(({ a: before, b: after }) => before.label !== after.label).length,
    meanIou: meanOf(pairs.map(({ iou }) => iou)),
    meanScoreChange: meanOf(pairs.map(({ a: before, b: after }) => after.score - before.score)),
    maxScoreChange:
      pairs.length === 0
        ? null
        : pairs.reduce((most, { a: before, b: after }) => Math.max(most, Math.abs(after.score - before.score)), 0),
    changed: changed.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, MAX_SHOWN),
    onlyA: onlyA.toSorted(byScore).slice(0, MAX_SHOWN),
    onlyB: onlyB.toSorted(byScore).slice(0, MAX_SHOWN),
    onlyACount: onlyA.length,
    onlyBCount: onlyB.length,
  };
}

export function matchBoxes(a: readonly Detection[], b: readonly Detection[], matchIou = MATCH_IOU) {
  const candidates: (MatchedBox & { at: number; with: number })[] = [];
  a.forEach((before, at) => {
    b.forEach((after, other) => {
      const iou = isSamePlace(before, after) ? 1 : intersectionOverUnion(before, after);
      if (iou >= matchIou) candidates.push({ a: before, b: after, iou, at, with: other });
    });
  });
  // Of equally good pairs the one whose score stayed nearer.
  candidates.sort(
    (one, other) =>
      Number(other.a.label === other.b.label) - Number(one.a.label === one.b.label) ||
      other.iou - one.iou ||
      Math.abs(one.a.score - one.b.score) - Math.abs(other.a.score - other.b.score),
  );
  const [takenA, takenB] = [new Set<number>(), new Set<number>()];
  const pairs: MatchedBox[] = [];
  for (const { at, with: other, ...pair } of candidates) {
    if (takenA.has(at) || takenB.has(other)) continue;
    takenA.add(at);
    takenB.add(other);
    pairs.push(pair);
  }
  return {
    pairs,
    onlyA: a.filter((_, at) => !takenA.has(at)),
    onlyB: b.filter((_, at) => !takenB.has(at)),
  };
}

function isSamePlace(a: Detection, b: Detection): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function isSameBox(a: Detection, b: Detection): boolean {
  return isSamePlace(a, b) && a.label === b.label && a.score === b.score && a.classIndex === b.classIndex;
}

/** Another label says most, then another place, then another score. */
function weightOf({ a, b, iou }: MatchedBox): number {
  return (a.label === b.label ? 0 : 10) + 2 * (1 - iou) + Math.abs(a.score - b.score);
}

const byScore = (one: Detection, other: Detection) => other.score - one.score;

export function meanOf(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
