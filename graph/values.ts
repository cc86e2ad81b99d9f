import type { JsonValue } from "./json.ts";
import type { Dtype, Kind } from "./kinds.ts";

/**
 * What flows along an edge at run time. Values are immutable: a runner that wants to change one makes a new one.
 * Bytes are held by reference; only what is recorded, previewed or returned leaves the process.
 */

/** `data` has the product of `shape` entries, row-major. bool is 0 or 1 in a Uint8Array; float16 is its bits in a Uint16Array. */
export type TensorValue = { dtype: Dtype; shape: readonly number[]; data: TensorData };
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | string[];

/**
 * A picture: either still encoded (a file nobody has looked into yet) or pixels, 8 bits a channel, interleaved, row-major.
 * Width and height are those after EXIF orientation. `context.images.decode` gives the pixels of either.
 */
export type ImageValue = {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
} & ({ encoded: Uint8Array; mediaType: string } | { pixels: Uint8Array });
export type PixelImage = Extract<ImageValue, { pixels: Uint8Array }>;

/** Samples are fractions -1–1, channels interleaved. */
export type AudioValue = { sampleRate: number; channels: number; samples: Float32Array };

/** Rows stay in the table engine; `context.tables` reads them. `columns` are known without reading. */
export type TableValue = { columns: readonly { name: string; type: string }[]; relation: unknown };

/** `labels` are in order of falling probability; probabilities are fractions 0–1 and need not sum to 1 after a cut. */
export type ClassificationValue = { labels: readonly { label: string; index: number; probability: number }[] };

/** Boxes in pixels of an image of `width` × `height`; x and y are the upper left corner; scores are fractions 0–1. */
export type Detection = {
  x: number;
  y: number;
  width: number;
  height: number;
  label: string;
  classIndex: number;
  score: number;
};
export type DetectionsValue = { width: number; height: number; items: readonly Detection[] };

/** One class index per pixel, row-major; `labels[index]` names it. Index 0 is the background. */
export type MaskValue = { width: number; height: number; labels: readonly string[]; data: Uint8Array };

export type KeypointsValue = {
  width: number;
  height: number;
  points: readonly { x: number; y: number; label: string; score: number }[];
};

export type EmbeddingValue = { vector: Float32Array };
export type FileValue = { name: string; mediaType: string; bytes: Uint8Array };

/** Reference to one immutable model file by content hash, with the signature read from it when it was chosen. */
export type ModelRef = {
  /** SHA-256 of the .onnx file, 64 hexadecimal digits. */
  hash: string;
  name: string;
  inputs: readonly TensorSignature[];
  outputs: readonly TensorSignature[];
  labels?: readonly string[];
};
export type TensorSignature = { name: string; dtype: Dtype; shape: readonly (number | string | null)[] };

export type ValueOf = {
  number: number;
  text: string;
  boolean: boolean;
  json: JsonValue;
  image: ImageValue;
  audio: AudioValue;
  video: FileValue;
  tensor: TensorValue;
  table: TableValue;
  embedding: EmbeddingValue;
  classification: ClassificationValue;
  detections: DetectionsValue;
  mask: MaskValue;
  keypoints: KeypointsValue;
  file: FileValue;
  model: ModelRef;
};

/** One item with its kind, the form in which the executor and generic nodes see it. */
export type Value = { [K in Kind]: { kind: K; value: ValueOf[K] } }[Kind];

/**
 * What an output port carried: one item, or a list of them, nested. `undefined` in a list is an item whose port did not
 * fire or that was dropped by its error policy; it keeps its place so that lists that descend from one another still zip.
 */
export type Flow = Value | FlowList;
export type FlowList = { items: readonly (Flow | undefined)[] };

export function isFlowList(flow: Flow): flow is FlowList {
  return "items" in flow;
}
