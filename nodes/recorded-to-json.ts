import type { JsonObject, JsonValue } from "#graph/json";
import type { Dtype } from "#graph/kinds";
import { isRecordedList, type ArtifactRef, type RecordedFlow, type RecordedValue } from "#graph/recorded-values";
import { MAX_JSON_ELEMENTS } from "./value-to-json.ts";

/** Bytes of one value that are fetched to show what an expression would make of it. */
const MAX_FETCHED_BYTES = 4_000_000;

export type ReadArtifact = (artifact: ArtifactRef) => Promise<Uint8Array>;

/** Why a recorded value cannot be seen here, in a sentence; a run sees it all the same. */
export class NotAtHand extends Error {}

/**
 * What `flowToJson` gives for the value that was recorded, read from the record and, where it lies apart, its artifact. For the
 * browser, so that a preview sees what the node would see.
 *
 * @throws NotAtHand
 */
export async function recordedToJson(flow: RecordedFlow, read: ReadArtifact): Promise<JsonValue> {
  if (!isRecordedList(flow)) return oneToJson(flow, read);
  if (flow.count > flow.items.length) {
    throw new NotAtHand(`The list has ${flow.count} items; the first ${flow.items.length} are at hand here.`);
  }
  return Promise.all(flow.items.map(async (item) => (item === null ? null : recordedToJson(item, read))));
}

async function oneToJson(record: RecordedValue, read: ReadArtifact): Promise<JsonValue> {
  const { preview } = record;
  switch (preview.kind) {
    case "image":
      return { width: preview.width, height: preview.height, channels: preview.channels };
    case "audio":
      return { sampleRate: preview.sampleRate, channels: preview.channels, durationS: preview.durationS };
    case "table":
      return { columns: preview.columns.map(({ name, type }) => ({ name, type })) };
    case "file":
    case "video":
      return { name: preview.name, mediaType: preview.mediaType, sizeBytes: preview.sizeBytes };
    case "mask":
      return maskToJson(await bytesOf(record, read));
    case "tensor":
      return "inline" in record ? inlineTensor(record.inline as JsonObject) : packedTensor(await bytesOf(record, read));
    case "embedding": {
      const tensor = "inline" in record ? inlineEmbedding(record.inline as JsonObject) : null;
      return tensor ?? (packedTensor(await bytesOf(record, read)) as JsonObject).data!;
    }
    case "number":
      return numberAsSeen(await plainOf(record, read));
    case "detections":
      return finding(await plainOf(record, read), "items", ["x", "y", "width", "height", "classIndex", "score"]);
    case "classification":
      return finding(await plainOf(record, read), "labels", ["index", "probability"]);
    case "keypoints":
      return finding(await plainOf(record, read), "points", ["x", "y", "score"]);
    case "model": {
      const { name, hash } = (await plainOf(record, read)) as JsonObject;
      return { name: name!, hash: hash! };
    }
    default:
      return plainOf(record, read);
  }
}

async function plainOf(record: RecordedValue, read: ReadArtifact): Promise<JsonValue> {
  if ("inline" in record) return record.inline;
  const text = new TextDecoder().decode(await bytesOf(record, read));
  return record.artifact.mediaType === "application/json" ? (JSON.parse(text) as JsonValue) : text;
}

async function bytesOf(record: RecordedValue, read: ReadArtifact): Promise<Uint8Array> {
  if (!("artifact" in record)) throw new NotAtHand("The value was not kept whole.");
  const { sizeBytes } = record.artifact;
  if (sizeBytes > MAX_FETCHED_BYTES) {
    throw new NotAtHand(
      `The value has ${(sizeBytes / 1e6).toFixed(1)} MB; up to ${MAX_FETCHED_BYTES / 1e6} MB are fetched for a preview.`,
    );
  }
  return read(record.artifact);
}

/** As `JSON.stringify` writes it: what is no finite number becomes null. */
function numberAsSeen(json: JsonValue | undefined): number | null {
  if (typeof json === "number") return json;
  return json === "-0" ? 0 : null;
}

/** A finding with its named numbers ("NaN") as an expression sees them. */
function finding(json: JsonValue, list: string, numbers: readonly string[]): JsonValue {
  const { [list]: entries, ...sizes } = json as JsonObject;
  const seen = (object: JsonObject, names: readonly string[]) =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [key, names.includes(key) ? numberAsSeen(value) : value]),
    );
  return { ...seen(sizes, ["width", "height"]), [list]: (entries as JsonObject[]).map((one) => seen(one, numbers)) };
}

// 64-bit integers are texts, as everywhere in JSON; the bits of float16 are their numbers.
const readers: Record<Exclude<Dtype, "string">, { bytes: number; at: (view: DataView, at: number) => JsonValue }> = {
  float32: { bytes: 4, at: (view, at) => numberAsRead(view.getFloat32(at, true)) },
  float64: { bytes: 8, at: (view, at) => numberAsRead(view.getFloat64(at, true)) },
  float16: { bytes: 2, at: (view, at) => view.getUint16(at, true) },
  int8: { bytes: 1, at: (view, at) => view.getInt8(at) },
  int16: { bytes: 2, at: (view, at) => view.getInt16(at, true) },
  int32: { bytes: 4, at: (view, at) => view.getInt32(at, true) },
  int64: { bytes: 8, at: (view, at) => view.getBigInt64(at, true).toString() },
  uint8: { bytes: 1, at: (view, at) => view.getUint8(at) },
  uint16: { bytes: 2, at: (view, at) => view.getUint16(at, true) },
  uint32: { bytes: 4, at: (view, at) => view.getUint32(at, true) },
  uint64: { bytes: 8, at: (view, at) => view.getBigUint64(at, true).toString() },
  bool: { bytes: 1, at: (view, at) => view.getUint8(at) },
};

function numberAsRead(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function elements(dtype: Exclude<Dtype, "string">, bytes: Uint8Array): JsonValue[] {
  const reader = readers[dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / reader.bytes }, (_, index) => reader.at(view, index * reader.bytes));
}

function inlineTensor(json: JsonObject): JsonValue {
  const { dtype, shape, data, base64 } = json as { dtype: Dtype; shape: number[]; data?: JsonValue[]; base64?: string };
  if (base64 !== undefined && dtype !== "string") return { dtype, shape, data: elements(dtype, fromBase64(base64)) };
  const isText = dtype === "string" || dtype === "int64" || dtype === "uint64";
  return { dtype, shape, data: (data ?? []).map((element) => (isText ? String(element) : numberAsSeen(element))) };
}

function inlineEmbedding(json: JsonObject): JsonValue {
  return "base64" in json
    ? (inlineTensor(json) as JsonObject).data!
    : ((json.vector as JsonValue[] | undefined) ?? []).map(numberAsSeen);
}

function packedTensor(bytes: Uint8Array): JsonValue {
  const { header, payload } = unpack(bytes);
  const { dtype, shape } = header as { dtype: Dtype; shape: number[] };
  if (shape.reduce((product, size) => product * size, 1) > MAX_JSON_ELEMENTS) return { dtype, shape };
  const data = dtype === "string" ? (JSON.parse(textOf(payload)) as JsonValue[]) : elements(dtype, payload);
  return { dtype, shape, data };
}

async function maskToJson(bytes: Uint8Array): Promise<JsonValue> {
  const { header, payload } = unpack(bytes);
  const { width, height } = header as { width: number; height: number };
  if (width * height > MAX_JSON_ELEMENTS) return header;
  const inflated = new Blob([payload.slice()]).stream().pipeThrough(new DecompressionStream("deflate"));
  return { ...header, data: Array.from(new Uint8Array(await new Response(inflated).arrayBuffer())) };
}

/** The layout of packed artifacts: the length of the header, the header as JSON, the payload. */
function unpack(bytes: Uint8Array): { header: JsonObject; payload: Uint8Array } {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(textOf(bytes.subarray(4, 4 + length))) as JsonObject;
  return { header, payload: bytes.subarray(4 + length) };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
