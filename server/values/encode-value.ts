import { promisify } from "node:util";
import { deflate } from "node:zlib";
import type { JsonValue } from "#graph/json";
import type { ImageCodec, TableEngine } from "#graph/node-runner";
import { NodeError } from "#graph/node-runner";
import { INLINE_BYTES } from "#graph/recorded-values";
import type { MaskValue, TensorValue, Value } from "#graph/values";
import { pack } from "./packed.ts";
import { toPlainJson } from "./plain-json.ts";
import { isStorable } from "./storable-text.ts";
import { packTensor, base64Of } from "./tensor-bytes.ts";
import { encodeWav } from "../../nodes/encode-wav.ts";

/**
 * The whole of a value, as JSON inside its record or as bytes of an artifact. `decodeValue` reads both back.
 *
 * | kind | inline, up to `INLINE_BYTES` of JSON | artifact |
 * |---|---|---|
 * | number, boolean | `toPlainJson` | – |
 * | text | as it is | UTF-8, `text/plain`; with NUL or half a surrogate pair a JSON string, `application/json` |
 * | json, classification, detections, keypoints, model | `toPlainJson` | the same as UTF-8, `application/json` |
 * | tensor | `{dtype, shape, base64}`; texts as `toPlainJson` | `packTensor`, `application/vnd.patchbay.tensor` |
 * | embedding | the same, as a float32 tensor of one dimension | the same |
 * | image | – | its encoded bytes under their own media type; pixels as PNG |
 * | mask | – | `pack({width, height, labels}, deflated class indices)`, `application/vnd.patchbay.mask` |
 * | audio | – | WAV of 32-bit floats, `audio/wav` |
 * | table | – | Parquet, `application/vnd.apache.parquet` |
 * | file, video | – | its bytes under its own media type; the name stays in the preview |
 */
export type StoredValue = { inline: JsonValue; sizeBytes: number; json?: string } | StoredBytes;
/** The bytes in pieces, in their order. `json` is the text that was made on the way, for a preview of it. */
export type StoredBytes = { pieces: readonly Uint8Array[]; mediaType: string; json?: string };

export const TENSOR_MEDIA_TYPE = "application/vnd.patchbay.tensor";
export const MASK_MEDIA_TYPE = "application/vnd.patchbay.mask";
export const TABLE_MEDIA_TYPE = "application/vnd.apache.parquet";

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
      return encodeTensor(value.value);
    case "embedding": {
      const { vector } = value.value;
      return encodeTensor({ dtype: "float32", shape: [vector.length], data: vector });
    }
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
      return { pieces: [encodeWav(value.value)], mediaType: "audio/wav" };
    case "table":
      return codecs.tables
        .encode(value.value, "parquet")
        .then((bytes) => ({ pieces: [bytes], mediaType: TABLE_MEDIA_TYPE }));
    case "file":
    case "video":
      return { pieces: [value.value.bytes], mediaType: value.value.mediaType };
  }
}

function encodeText(text: string): StoredValue {
  if (!isStorable(text)) return { pieces: [Buffer.from(JSON.stringify(text))], mediaType: "application/json" };
  // Quotes and control characters grow in JSON, which the column for events can take; its size is about that of the text.
  const sizeBytes = Buffer.byteLength(text);
  return sizeBytes <= INLINE_BYTES
    ? { inline: text, sizeBytes }
    : { pieces: [Buffer.from(text)], mediaType: "text/plain" };
}

// An escaped NUL or half of a surrogate pair, which the column for events refuses. May be a mere backslash before "u0000".
const unstorableEscape = /\\u(0000|d[89a-f])/i;

function encodeJson(json: JsonValue): StoredValue {
  const text = stringify(json);
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes <= INLINE_BYTES && !unstorableEscape.test(text)) return { inline: json, sizeBytes, json: text };
  return { pieces: [Buffer.from(text)], mediaType: "application/json", json: text };
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

/** Base64 has four characters for three bytes. */
const MAX_INLINE_TENSOR_BYTES = (INLINE_BYTES / 4) * 3;

function encodeTensor(tensor: TensorValue): StoredValue {
  const { dtype, shape, data } = tensor;
  if (Array.isArray(data)) {
    const encoded = encodeJson(toPlainJson({ kind: "tensor", value: tensor }));
    if ("inline" in encoded) return encoded;
  } else if (data.byteLength <= MAX_INLINE_TENSOR_BYTES) {
    // As decimal digits, writing numbers would take longer than a small model takes to compute them.
    return { inline: { dtype, shape: [...shape], base64: base64Of(data) }, sizeBytes: data.byteLength };
  }
  return { pieces: packTensor(tensor), mediaType: TENSOR_MEDIA_TYPE };
}

async function encodeImage({ value }: Extract<Value, { kind: "image" }>, { images }: Codecs): Promise<StoredBytes> {
  if ("encoded" in value) return { pieces: [value.encoded], mediaType: value.mediaType };
  return { pieces: [await images.encode(value, "png")], mediaType: "image/png" };
}

const deflateBytes = promisify(deflate) as (bytes: Uint8Array, options: { level: number }) => Promise<Buffer>;

async function encodeMask({ width, height, labels, data }: MaskValue): Promise<StoredBytes> {
  const indices = await deflateBytes(data, { level: 1 });
  return { pieces: pack({ width, height, labels: [...labels] }, [indices]), mediaType: MASK_MEDIA_TYPE };
}
