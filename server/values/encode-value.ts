import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { JsonValue } from "#graph/json";
import type { ImageCodec, TableEngine } from "#graph/node-runner";
import { NodeError } from "#graph/node-runner";
import { INLINE_BYTES } from "#graph/recorded-values";
import type { MaskValue, TensorData, Value } from "#graph/values";
import { pack } from "./packed.ts";
import { toPlainJson } from "./plain-json.ts";
import { isStorable } from "./storable-text.ts";
import { packTensor } from "./tensor-bytes.ts";
import { encodeWav } from "./wav.ts";

/**
 * The whole of a value, as JSON inside its record or as bytes of an artifact. `decodeValue` reads both back.
 *
 * | kind | inline, up to `INLINE_BYTES` of JSON | artifact |
 * |---|---|---|
 * | number, boolean | `toPlainJson` | – |
 * | text | as it is | UTF-8, `text/plain`; with NUL or half a surrogate pair a JSON string, `application/json` |
 * | json, classification, detections, keypoints, model | `toPlainJson` | the same as UTF-8, `application/json` |
 * | tensor | `{dtype, shape, data}` | `packTensor`, `application/vnd.patchbay.tensor` |
 * | embedding | `{vector}` | the same, as a float32 tensor of one dimension |
 * | image | – | its encoded bytes under their own media type; pixels as PNG |
 * | mask | – | `pack({width, height, labels}, deflated class indices)`, `application/vnd.patchbay.mask` |
 * | audio | – | WAV of 32-bit floats, `audio/wav` |
 * | table | – | Parquet, `application/vnd.apache.parquet` |
 * | file, video | – | its bytes under its own media type; the name stays in the preview |
 */
export type StoredValue = { inline: JsonValue; sizeBytes: number; json?: string } | StoredBytes;
/** `json` is the text that was made on the way, for a preview of it. */
export type StoredBytes = { bytes: Uint8Array; mediaType: string; json?: string };

export const TENSOR_MEDIA_TYPE = "application/vnd.patchbay.tensor";
export const MASK_MEDIA_TYPE = "application/vnd.patchbay.mask";
export const TABLE_MEDIA_TYPE = "application/vnd.apache.parquet";

/** More elements than these are not even tried as JSON: at three characters each they would be too long. */
const MAX_INLINE_ELEMENTS = INLINE_BYTES / 3;
/** Of which the length of all is guessed: writing thousands of numbers only to find them too long takes as long as a small model. */
const SAMPLED_ELEMENTS = 32;

export type Codecs = { images: ImageCodec; tables: TableEngine };

/**
 * At once for everything but images, masks and tables.
 *
 * @throws NodeError "not-serialisable" for JSON that holds itself or something that is no JSON
 */
export function encodeValue(value: Value, codecs: Codecs): StoredValue | Promise<StoredBytes> {
  switch (value.kind) {
    case "number":
    case "boolean":
      return { inline: toPlainJson(value), sizeBytes: 8 };
    case "text":
      return encodeText(value.value);
    case "tensor":
      return mayBeInline(value.value.data) ? encodeSmallTensor(value) : encodeLargeTensor(value);
    case "embedding":
      return mayBeInline(value.value.vector) ? encodeSmallTensor(value) : encodeLargeTensor(value);
    case "json":
    case "classification":
    case "detections":
    case "keypoints":
    case "model":
      return encodeJson(toPlainJson(value));
    case "image":
      return encodeImage(value, codecs);
    case "mask":
      return encodeMask(value.value);
    case "audio":
      return { bytes: encodeWav(value.value), mediaType: "audio/wav" };
    case "table":
      return codecs.tables.encode(value.value, "parquet").then((bytes) => ({ bytes, mediaType: TABLE_MEDIA_TYPE }));
    case "file":
    case "video":
      return { bytes: value.value.bytes, mediaType: value.value.mediaType };
  }
}

function encodeText(text: string): StoredValue {
  if (!isStorable(text)) return { bytes: Buffer.from(JSON.stringify(text)), mediaType: "application/json" };
  // Quotes and control characters grow in JSON, which the column for events can take; its size is about that of the text.
  const sizeBytes = Buffer.byteLength(text);
  return sizeBytes <= INLINE_BYTES
    ? { inline: text, sizeBytes }
    : { bytes: Buffer.from(text), mediaType: "text/plain" };
}

// An escaped NUL or half of a surrogate pair, which the column for events refuses. May be a mere backslash before "u0000".
const unstorableEscape = /\\u(0000|d[89a-f])/i;

function encodeJson(json: JsonValue): StoredValue {
  const text = stringify(json);
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes <= INLINE_BYTES && !unstorableEscape.test(text)) return { inline: json, sizeBytes, json: text };
  return { bytes: Buffer.from(text), mediaType: "application/json", json: text };
}

/** @throws NodeError "not-serialisable" */
export function stringify(json: JsonValue): string {
  let text: string | undefined;
  let cause: unknown;
  try {
    text = JSON.stringify(json);
  } catch (error) {
    cause = error;
  }
  if (text !== undefined) return text;
  const message = "The value cannot be written as JSON: it holds itself, a BigInt or a function. Give plain JSON.";
  throw new NodeError("not-serialisable", message, { cause });
}

type TensorLike = Extract<Value, { kind: "tensor" | "embedding" }>;

function mayBeInline(data: TensorData): boolean {
  if (data.length > MAX_INLINE_ELEMENTS) return false;
  if (data.length <= SAMPLED_ELEMENTS) return true;
  let characters = 0;
  for (let place = 0; place < SAMPLED_ELEMENTS; place++) {
    characters += String(data[Math.floor((place * data.length) / SAMPLED_ELEMENTS)]).length + 1;
  }
  return (characters / SAMPLED_ELEMENTS) * data.length <= INLINE_BYTES;
}

function encodeSmallTensor(value: TensorLike): StoredValue {
  const encoded = encodeJson(toPlainJson(value));
  return "inline" in encoded ? encoded : encodeLargeTensor(value);
}

function encodeLargeTensor(value: TensorLike): StoredBytes {
  const { vector } = value.kind === "embedding" ? value.value : { vector: null };
  const tensor =
    vector === null
      ? (value as Extract<Value, { kind: "tensor" }>).value
      : ({ dtype: "float32", shape: [vector.length], data: vector } as const);
  return { bytes: packTensor(tensor), mediaType: TENSOR_MEDIA_TYPE };
}

async function encodeImage({ value }: Extract<Value, { kind: "image" }>, { images }: Codecs): Promise<StoredBytes> {
  if ("encoded" in value) return { bytes: value.encoded, mediaType: value.mediaType };
  return { bytes: await images.encode(value, "png"), mediaType: "image/png" };
}

const deflateBytes = promisify(deflate) as (bytes: Uint8Array, options: { level: number }) => Promise<Buffer>;

async function encodeMask({ width, height, labels, data }: MaskValue): Promise<StoredBytes> {
  const indices = await deflateBytes(data, { level: 1 });
  return { bytes: pack({ width, height, labels: [...labels] }, [indices]), mediaType: MASK_MEDIA_TYPE };
}
