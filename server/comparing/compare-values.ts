import type { ImageCodec, TableEngine } from "#graph/node-runner";
import type { ValueDifference } from "#graph/value-differences";
import type { TensorValue, Value } from "#graph/values";
import type { Closeness } from "./closeness.ts";
import { compareDetections } from "./compare-detections.ts";
import { createElementsComparison } from "./compare-elements.ts";
import { compareClassifications, compareEmbeddings, compareKeypoints } from "./compare-findings.ts";
import { compareImages } from "./compare-images.ts";
import { compareMasks } from "./compare-masks.ts";
import { compareJson, compareNumbers } from "./compare-plain.ts";
import { compareTables } from "./compare-tables.ts";
import { compareTexts } from "./compare-texts.ts";
import { compareAudio, compareFiles, compareModels } from "./compare-things.ts";

export type CompareOptions = {
  images: ImageCodec;
  tables: TableEngine;
  /** Of pictures: also where they differ. */
  withMap?: boolean;
  /** Of tables: the column by which rows are found. */
  key?: string | null | undefined;
  /** Numbers, cells and what JSON holds count as the same within this; of elements those beyond it are counted. */
  closeness?: Closeness | undefined;
  /** Boxes that share less are taken for two things. */
  matchIou?: number | undefined;
};

/** How one value became another of the same kind; "other-kind" where it did not. */
export async function compareValues(a: Value, b: Value, options: CompareOptions): Promise<ValueDifference> {
  if (a.kind !== b.kind) return { kind: "other-kind", a: a.kind, b: b.kind };
  // One pair for each kind: both have that of `a`, as the line before says.
  const pair = { kind: a.kind, a: a.value, b: b.value } as PairOfValues;
  switch (pair.kind) {
    case "number":
      return compareNumbers(pair.a, pair.b);
    case "text":
      return compareTexts(pair.a, pair.b);
    case "boolean":
      return pair.a === pair.b ? { kind: "same", how: "values" } : pair;
    case "json":
      return compareJson(pair.a, pair.b, options);
    case "image":
      return compareImages(pair.a, pair.b, options);
    case "mask":
      return compareMasks(pair.a, pair.b);
    case "tensor":
      return compareTensors(pair.a, pair.b, options);
    case "audio":
      return compareAudio(pair.a, pair.b, options);
    case "table":
      return compareTables(pair.a, pair.b, options);
    case "embedding":
      return compareEmbeddings(pair.a, pair.b);
    case "classification":
      return compareClassifications(pair.a, pair.b);
    case "detections":
      return compareDetections(pair.a, pair.b, options);
    case "keypoints":
      return compareKeypoints(pair.a, pair.b);
    case "file":
    case "video":
      return compareFiles(pair.a, pair.b);
    case "model":
      return compareModels(pair.a, pair.b);
  }
}

type PairOfValues = { [V in Value as V["kind"]]: { kind: V["kind"]; a: V["value"]; b: V["value"] } }[Value["kind"]];

type Within = Pick<CompareOptions, "closeness">;

export function compareTensors(a: TensorValue, b: TensorValue, within: Within = {}): ValueDifference {
  const comparison = beginTensors(a, b, within);
  comparison.elements?.add({ a: a.data, b: b.data });
  return comparison.end();
}

type TensorHead = Pick<TensorValue, "dtype" | "shape">;

/** For elements that come piece by piece. `elements` is null where they do not stand beside each other. */
export function beginTensors(a: TensorHead, b: TensorHead, { closeness }: Within = {}) {
  const isComparable = isSameShape(a.shape, b.shape) && (a.dtype === "string") === (b.dtype === "string");
  const elements = isComparable ? createElementsComparison([a.dtype, b.dtype], a.shape, closeness) : null;
  return {
    elements,
    end(): ValueDifference {
      const found = elements?.result() ?? null;
      if (found?.differing === 0 && a.dtype === b.dtype) return { kind: "same", how: "values" };
      return { kind: "tensor", dtypes: [a.dtype, b.dtype], shapes: [[...a.shape], [...b.shape]], elements: found };
    },
  };
}

function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, dim) => size === b[dim]);
}
