import type { JsonValue } from "./json.ts";
import type { Dtype, Kind } from "./kinds.ts";
import type { Detection } from "./values.ts";

/** Numbers as JSON can hold them: those that it cannot are their names. */
export type PlainNumber = number | "NaN" | "Infinity" | "-Infinity" | "-0";
export type Size = { width: number; height: number };

/** How a value of run A became that of run B at one port, or at one place of a list. */
export type ValueDifference =
  /** "bytes": their content hashes are equal, and nothing was read. "values": they mean the same, in other bytes. */
  | { kind: "same"; how: "bytes" | "values" }
  | { kind: "other-kind"; a: string; b: string }
  /** They differ, and how much could not be said. */
  | { kind: "unread"; reason: string }
  /** `relative` is a fraction of A's magnitude; null where that is 0 or one of them is not finite. */
  | { kind: "number"; a: PlainNumber; b: PlainNumber; absolute: number | null; relative: number | null }
  | { kind: "boolean"; a: boolean; b: boolean }
  | TextDifference
  /** The first of the `changeCount` paths. An absent side says that the path is not there. */
  | { kind: "json"; changes: JsonChange[]; changeCount: number }
  | ImageDifference
  | MaskDifference
  | TensorDifference
  | AudioDifference
  | { kind: "embedding"; lengths: [number, number]; cosine: number | null; distance: number | null }
  | ClassificationDifference
  | DetectionsDifference
  | KeypointsDifference
  | TableDifference
  | { kind: "file"; facts: FactChange[] }
  | ListDifference;

/** Edits that lead from A to B: characters put in, taken out or replaced. `isBound`: at most so many; the texts were too long to count. */
export type TextDifference = {
  kind: "text";
  lengths: [number, number];
  edits: number;
  isBound: boolean;
  similarity: number;
};

export type JsonChange = { path: string; a?: JsonValue; b?: JsonValue };
export type FactChange = { fact: string; a: string; b: string };

/**
 * Differences of the channels, 0–255, over all pixels. `map` is a PNG as base64, in which each dot has the largest difference
 * of the pixels that it stands for. Null where the sizes differ.
 */
export type ImageDifference = {
  kind: "image";
  sizes: [Size, Size];
  channels: [number, number];
  pixels: { max: number; mean: number; differing: number; total: number; at: [number, number] } | null;
  map: { base64: string; width: number; height: number } | null;
};

export type MaskDifference = {
  kind: "mask";
  sizes: [Size, Size];
  /** By label: pixels in each, and intersection over union. Null where the sizes differ. */
  classes: { label: string; a: number; b: number; iou: number | null }[];
  differing: number | null;
  total: number;
};

export type TensorDifference = {
  kind: "tensor";
  dtypes: [Dtype, Dtype];
  shapes: [number[], number[]];
  /** Null where the shapes differ, or one of them holds texts and the other numbers. */
  elements: ElementsDifference | null;
};

/**
 * Over pairs of elements that are both finite. A relative difference is one of the larger magnitude of both, 0–2. `notFinite`
 * counts pairs of which one is NaN or infinite and the other is not the same; these differ, and are not in the rest.
 */
export type ElementsDifference = {
  total: number;
  differing: number;
  notFinite: number;
  max: { absolute: number; index: number[] } | null;
  meanAbsolute: number;
  maxRelative: number;
  meanRelative: number;
  first: { index: number[]; a: string; b: string } | null;
  /** Of those that differ, how many lie further apart than may be, where that was asked. */
  beyond?: number;
};

export type AudioDifference = {
  kind: "audio";
  facts: FactChange[];
  /** Of samples that both have. */
  samples: ElementsDifference | null;
};

export type ClassificationDifference = {
  kind: "classification";
  top: [string | null, string | null];
  /** Those whose probability changed most first; null where a label is missing. */
  labels: { label: string; a: number | null; b: number | null }[];
  labelCount: number;
};

export type MatchedBox = { a: Detection; b: Detection; iou: number };
export type DetectionsDifference = {
  kind: "detections";
  sizes: [Size, Size];
  counts: [number, number];
  matched: number;
  unchanged: number;
  labelChanges: number;
  meanIou: number | null;
  meanScoreChange: number | null;
  /** The largest by magnitude. */
  maxScoreChange: number | null;
  /** Those that changed most first; bounded, as are the other two. */
  changed: MatchedBox[];
  onlyA: Detection[];
  onlyB: Detection[];
  onlyACount: number;
  onlyBCount: number;
};

export type KeypointsDifference = {
  kind: "keypoints";
  counts: [number, number];
  matched: number;
  meanDistance: number | null;
  maxDistance: number | null;
  points: { label: string; a: PointAt | null; b: PointAt | null; distance: number | null }[];
  pointCount: number;
};
export type PointAt = { x: number; y: number; score: number };

export type Cell = string | null;
export type RowDifference = {
  row: string;
  state: "changed" | "only-a" | "only-b";
  a: Cell[] | null;
  b: Cell[] | null;
  changed: number[];
};
export type TableDifference = {
  kind: "table";
  /** How rows were put beside each other: by their place, or by the cells of this column. */
  key: string | null;
  columns: string[];
  columnsOnlyA: string[];
  columnsOnlyB: string[];
  retyped: { name: string; a: string; b: string }[];
  rowCounts: [number, number];
  changedRows: number;
  changedCells: number;
  onlyA: number;
  onlyB: number;
  /** The first that differ, with the cells of the columns that both have. */
  rows: RowDifference[];
  /** Rows that were compared, where not all were. */
  comparedRows?: number;
};

export type ListDifference = {
  kind: "list";
  counts: [number, number];
  same: number;
  differing: number;
  onlyA: number;
  onlyB: number;
  /** Of the first differing items at most `examined`: what they say together. */
  examined: number;
  largest: { index: number; difference: ValueDifference } | null;
};

/** A place in two lists. */
export type ListItemState = "same" | "differs" | "only-a" | "only-b" | "empty";

export type { Kind };
