import type { JsonValue } from "./json.ts";
import type { Dtype, Kind } from "./kinds.ts";
import type { Detection } from "./values.ts";

/**
 * A value as it is kept in a run event: what a person sees of it at once, and where the whole of it lies.
 * Values up to `INLINE_BYTES` are whole in `inline`; larger ones are an artifact.
 */
export const INLINE_BYTES = 16_384;

export type RecordedValue = {
  kind: Kind;
  preview: ValuePreview;
} & ({ inline: JsonValue } | { artifact: ArtifactRef });

export type RecordedFlow = RecordedValue | RecordedList;
/**
 * A list keeps all its items' records when they fit, else the first `items.length` of `count`, and the whole list as an
 * artifact of its own. `null` is an item whose port did not fire.
 */
export type RecordedList = { count: number; items: (RecordedFlow | null)[]; whole?: ArtifactRef };

/**
 * `hash` is the SHA-256 of the content, 64 hexadecimal digits. `item` is the place of one item in the list that the
 * content is, "12" or "3.0": only while somebody looks into a list, never in what a run keeps.
 */
export type ArtifactRef = { hash: string; sizeBytes: number; mediaType: string; item?: string };

export type ValuePreview =
  | { kind: "number"; value: number | "NaN" | "Infinity" | "-Infinity" }
  | { kind: "text"; text: string; length: number }
  | { kind: "boolean"; value: boolean }
  | { kind: "json"; text: string; length: number }
  /** `thumbnail` is a PNG or WebP of at most 320 px on its longer side. */
  | { kind: "image"; width: number; height: number; channels: number; thumbnail: ArtifactRef }
  | { kind: "audio"; sampleRate: number; durationS: number; channels: number; peaks: number[] }
  | { kind: "tensor"; dtype: Dtype; shape: number[]; statistics: TensorStatistics | null; firstValues: string[] }
  | {
      kind: "table";
      columns: { name: string; type: string }[];
      rowCount: number;
      /** The first rows, cells cut at 200 characters. */
      rows: (string | number | boolean | null)[][];
    }
  | { kind: "embedding"; length: number; norm: number; firstValues: number[] }
  | { kind: "classification"; labels: { label: string; probability: number }[]; count: number }
  /** The highest-scored boxes, at most 200 of `count`. */
  | { kind: "detections"; width: number; height: number; items: Detection[]; count: number }
  /** `thumbnail` shows each class in its label hue. `fractions` says which part of the pixels each class has. */
  | {
      kind: "mask";
      width: number;
      height: number;
      fractions: { label: string; fraction: number }[];
      /** Null for an item of a list that has no record of its own. */
      thumbnail: ArtifactRef | null;
    }
  | { kind: "keypoints"; width: number; height: number; count: number }
  | { kind: "file"; name: string; mediaType: string; sizeBytes: number }
  | { kind: "video"; name: string; mediaType: string; sizeBytes: number }
  | { kind: "model"; name: string; hash: string };

/** Over the finite elements; `histogram` has 32 equal bins from min to max, and counts `sampled` elements where those are not all. */
export type TensorStatistics = {
  min: number;
  max: number;
  mean: number;
  std: number;
  nanCount: number;
  infCount: number;
  histogram: number[];
  sampled?: number;
};

export function isRecordedList(flow: RecordedFlow): flow is RecordedList {
  return "items" in flow;
}
