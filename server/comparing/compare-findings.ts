import type { KeypointsDifference, ValueDifference } from "#graph/value-differences";
import type { ClassificationValue, EmbeddingValue, KeypointsValue } from "#graph/values";
import { meanOf } from "./compare-detections.ts";

const MAX_SHOWN = 200;

export function compareClassifications(a: ClassificationValue, b: ClassificationValue): ValueDifference {
  const [before, after] = [a, b].map(
    ({ labels }) => new Map(labels.map(({ label, probability }) => [label, probability])),
  );
  const labels = [...new Set([...before!.keys(), ...after!.keys()])].map((label) => ({
    label,
    a: before!.get(label) ?? null,
    b: after!.get(label) ?? null,
  }));
  const shift = ({ a: one, b: other }: (typeof labels)[number]) => Math.abs((one ?? 0) - (other ?? 0));
  const top: [string | null, string | null] = [a.labels[0]?.label ?? null, b.labels[0]?.label ?? null];
  if (top[0] === top[1] && labels.every((label) => label.a === label.b)) return { kind: "same", how: "values" };
  return {
    kind: "classification",
    top,
    labels: labels.toSorted((one, other) => shift(other) - shift(one)).slice(0, MAX_SHOWN),
    labelCount: labels.length,
  };
}

export function compareEmbeddings({ vector: a }: EmbeddingValue, { vector: b }: EmbeddingValue): ValueDifference {
  const lengths: [number, number] = [a.length, b.length];
  if (a.length !== b.length) return { kind: "embedding", lengths, cosine: null, distance: null };
  let [dot, squaresA, squaresB, squares] = [0, 0, 0, 0];
  let isSame = true;
  for (let index = 0; index < a.length; index++) {
    const [x, y] = [a[index]!, b[index]!];
    isSame &&= x === y;
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
    squares += (x - y) ** 2;
  }
  if (isSame) return { kind: "same", how: "values" };
  const cosine = dot / Math.sqrt(squaresA * squaresB);
  const distance = Math.sqrt(squares);
  return {
    kind: "embedding",
    lengths,
    // Rounding may lead past the ends.
    cosine: Number.isFinite(cosine) ? Math.min(1, Math.max(-1, cosine)) : null,
    distance: Number.isFinite(distance) ? distance : null,
  };
}

/** Points of one label are matched in their order. */
export function compareKeypoints(a: KeypointsValue, b: KeypointsValue): ValueDifference {
  const [before, after] = [namedPoints(a), namedPoints(b)];
  const points = [...new Set([...before.keys(), ...after.keys()])].map((name) => {
    const [one, other] = [before.get(name) ?? null, after.get(name) ?? null];
    const distance = one && other ? Math.hypot(one.x - other.x, one.y - other.y) : null;
    return { label: name, a: one, b: other, distance };
  });
  const isSame = points.every(
    ({ a: one, b: other }) => one && other && one.score === other.score && one.x === other.x && one.y === other.y,
  );
  if (isSame && a.width === b.width && a.height === b.height) return { kind: "same", how: "values" };
  const distances = points.flatMap(({ distance }) => (distance === null ? [] : [distance]));
  const weight = ({ distance }: KeypointsDifference["points"][number]) => distance ?? Infinity;
  return {
    kind: "keypoints",
    counts: [a.points.length, b.points.length],
    matched: distances.length,
    meanDistance: meanOf(distances),
    maxDistance: distances.length === 0 ? null : distances.reduce((most, distance) => Math.max(most, distance), 0),
    points: points.toSorted((one, other) => weight(other) - weight(one)).slice(0, MAX_SHOWN),
    pointCount: points.length,
  };
}

/** "left eye", and "left eye 2" for the second of that label. */
function namedPoints({ points }: KeypointsValue) {
  const seen = new Map<string, number>();
  return new Map(
    points.map(({ label, x, y, score }) => {
      const count = (seen.get(label) ?? 0) + 1;
      seen.set(label, count);
      return [count === 1 ? label : `${label} ${count}`, { x, y, score }];
    }),
  );
}
