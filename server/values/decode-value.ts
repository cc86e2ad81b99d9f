import { promisify } from "node:util";
import { inflate } from "node:zlib";
import type { JsonValue } from "#graph/json";
import type { Kind } from "#graph/kinds";
import type { MaskValue, Value } from "#graph/values";
import type { Codecs } from "./encode-value.ts";
import { unpack } from "#graph/unpack";
import { fromPlainJson } from "./plain-json.ts";
import { unpackTensor } from "./tensor-bytes.ts";
import { decodeWav } from "./wav.ts";

/** The bytes of an artifact with the name that a file had; only files and videos have one. */
export type NamedBytes = { bytes: Uint8Array; mediaType: string; name?: string };

/** Reads back what `encodeValue` wrote; the layouts are described there. */
export async function decodeBytes(kind: Kind, stored: NamedBytes, codecs: Codecs): Promise<Value> {
  const { bytes, mediaType, name = kind } = stored;
  switch (kind) {
    case "text":
      return { kind, value: mediaType === "application/json" ? (parse(bytes) as string) : textOf(bytes) };
    case "tensor":
      return { kind, value: unpackTensor(bytes) };
    case "embedding":
      return { kind, value: { vector: unpackTensor(bytes).data as Float32Array } };
    case "image":
      return { kind, value: await codecs.images.open(bytes) };
    case "mask":
      return { kind, value: await decodeMask(bytes) };
    case "audio":
      return { kind, value: decodeWav(bytes) };
    case "table":
      return { kind, value: await codecs.tables.open({ bytes, name: "table.parquet", format: "parquet" }) };
    case "file":
    case "video":
      return { kind, value: { name, mediaType, bytes } };
    default:
      return fromPlainJson(kind, parse(bytes));
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function parse(bytes: Uint8Array): JsonValue {
  return JSON.parse(textOf(bytes)) as JsonValue;
}

const inflateBytes = promisify(inflate) as (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

async function decodeMask(bytes: Uint8Array): Promise<MaskValue> {
  const { header, payload } = unpack(bytes);
  const { width, height, labels } = header as unknown as Omit<MaskValue, "data">;
  // The size is known from the header, so bytes that inflate to more are not what was written.
  const data = await inflateBytes(payload, { maxOutputLength: Math.max(1, width * height) });
  return { width, height, labels, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
