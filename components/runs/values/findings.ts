import type { JsonValue } from "#graph/json";
import type { Detection } from "#graph/values";

/** What is read from a value that was kept as JSON: numbers that JSON cannot hold are written as their names. */
type Numeric = number | string;

export type Keypoint = { x: number; y: number; label: string; score: number };
export type ClassShare = { label: string; index: number; probability: number };

export function readDetections(json: JsonValue): Detection[] {
  const { items } = json as { items: Record<keyof Detection, Numeric>[] };
  return items.map(({ x, y, width, height, label, classIndex, score }) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
    height: Number(height),
    label: String(label),
    classIndex: Number(classIndex),
    score: Number(score),
  }));
}

export function readKeypoints(json: JsonValue): Keypoint[] {
  const { points } = json as { points: Record<keyof Keypoint, Numeric>[] };
  return points.map(({ x, y, label, score }) => ({
    x: Number(x),
    y: Number(y),
    label: String(label),
    score: Number(score),
  }));
}

export function readClasses(json: JsonValue): ClassShare[] {
  const { labels } = json as { labels: Record<keyof ClassShare, Numeric>[] };
  return labels.map(({ label, index, probability }) => ({
    label: String(label),
    index: Number(index),
    probability: Number(probability),
  }));
}

export type LabelledClass = { classIndex: number; label: string; count: number };

/** The classes that occur, the most frequent first. */
export function classesOf(items: readonly { classIndex: number; label: string }[]): LabelledClass[] {
  const classes = new Map<number, LabelledClass>();
  for (const { classIndex, label } of items) {
    const known = classes.get(classIndex);
    if (known) known.count++;
    else classes.set(classIndex, { classIndex, label, count: 1 });
  }
  return [...classes.values()].toSorted((one, other) => other.count - one.count);
}

/** Detections as the COCO data set writes them, for tools that read that: boxes are [x, y, width, height]. */
export function toCoco({ width, height, items }: { width: number; height: number; items: readonly Detection[] }) {
  return {
    images: [{ id: 1, width, height }],
    categories: classesOf(items).map(({ classIndex, label }) => ({ id: classIndex, name: label })),
    annotations: items.map((item, index) => ({
      id: index + 1,
      image_id: 1,
      category_id: item.classIndex,
      bbox: [item.x, item.y, item.width, item.height],
      area: item.width * item.height,
      iscrowd: 0,
      score: item.score,
    })),
  };
}
