import "#server-only";
import type { JsonValue } from "../../../graph/json.ts";
import type { FileRef } from "../../../graph/schema.ts";
import type { AudioValue, ImageValue, MaskValue, TableValue, TensorValue } from "../../../graph/values.ts";
import { nameOfGiven } from "../../files/name-of-given.ts";
import { encodeNpy } from "../../values/encode-npy.ts";
import { toPlainJson } from "../../values/plain-json.ts";
import { ServingError } from "../serving-error.ts";
import { countOf } from "../wire-tensor.ts";
import type { WireTensor } from "../wire-tensor.ts";
import type { InputCodecs } from "../workflow/read-inputs.ts";
import { readInputs } from "../workflow/read-inputs.ts";
import type { ServedPort } from "../workflow/served-port.ts";

/** Tensors with more elements go as files. */
const INLINE_ELEMENTS = 1_000;
/** Of everything else that a run takes as JSON, which goes through the database. */
const MAX_JSON_BYTES = 2_000_000;
const fileKinds: ReadonlySet<string> = new Set(["image", "audio", "video", "file", "table"]);

/** Content of a file as it came, for a run whose engine reads it. */
class Kept {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}
const keep = (bytes: Uint8Array) => new Kept(bytes);
/** What they open is only handed on below, where it is told by its class. */
const keeping: InputCodecs = {
  images: { open: (bytes) => Promise.resolve(keep(bytes) as unknown as ImageValue) },
  openAudio: (bytes) => keep(bytes) as unknown as AudioValue,
  tables: {
    open: ({ bytes }) => Promise.resolve(keep(bytes) as unknown as TableValue),
    fromRows: (columns, rows) => {
      const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
      return Promise.resolve(keep(Buffer.from(JSON.stringify(objects))) as unknown as TableValue);
    },
  },
};

export type RunInputTools = {
  store: (name: string, content: Uint8Array) => Promise<FileRef>;
  /** Pixels of an image port as the contents of PNG files. */
  toPictures: (port: ServedPort, pixels: WireTensor) => Promise<WireTensor>;
};

/**
 * What a run takes for these tensors. Files and large tensors are stored; nothing is decoded here.
 *
 * @throws ServingError 400, 413; AppError for a file that is not taken; NodeError for a table in a format that is not
 */
export async function readRunInputs(
  ports: readonly ServedPort[],
  tensors: readonly WireTensor[],
  { store, toPictures }: RunInputTools,
): Promise<Record<string, JsonValue>> {
  refuseLarge(ports, tensors);
  const kindOf = new Map(ports.map((port) => [port.name, port]));
  const ready: WireTensor[] = [];
  for (const tensor of tensors) {
    const port = kindOf.get(tensor.name);
    ready.push(port?.kind === "image" && tensor.dtype === "uint8" ? await toPictures(port, tensor) : tensor);
  }
  const inputs: Record<string, JsonValue> = {};
  for (const [name, value] of await readInputs(ports, ready, keeping)) {
    const port = kindOf.get(name)!; // values are given for ports alone
    inputs[name] = port.isList
      ? await inOrder(value as unknown[], (item) => toJson(port, item, store))
      : await toJson(port, value, store);
  }
  return inputs;
}

async function inOrder<T>(items: readonly unknown[], work: (item: unknown) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function toJson(port: ServedPort, value: unknown, store: RunInputTools["store"]): Promise<JsonValue> {
  if (value instanceof Kept) return await store(nameOfGiven(port, value.bytes), value.bytes);
  switch (port.kind) {
    case "video":
    case "file": {
      const { bytes } = value as { bytes: Uint8Array };
      return await store(nameOfGiven(port, bytes), bytes);
    }
    case "tensor": {
      const tensor = value as TensorValue;
      if (!isInline(tensor)) {
        const bytes = encodeNpy(tensor);
        return await store(nameOfGiven(port, bytes), bytes);
      }
      return toPlainJson({ kind: "tensor", value: tensor });
    }
    case "embedding":
      return [...(value as { vector: Float32Array }).vector];
    case "mask":
      return toPlainJson({ kind: "mask", value: value as MaskValue });
    default:
      return value as JsonValue; // read as JSON, or a number, a text or a boolean
  }
}

/** JSON has no numbers of 64 bits, no halves, no zero below zero, and neither NaN nor infinity. */
function isInline({ dtype, shape, data }: TensorValue): boolean {
  if (dtype === "string") return true;
  if (dtype === "int64" || dtype === "uint64" || dtype === "float16" || countOf(shape) > INLINE_ELEMENTS) return false;
  return (data as Float32Array).every((element) => Number.isFinite(element) && !Object.is(element, -0));
}

function refuseLarge(ports: readonly ServedPort[], tensors: readonly WireTensor[]): void {
  const isFile = ({ name, dtype }: WireTensor) =>
    ports.some((port) => {
      const isOfPort = port.name === name || (port.kind === "table" && name.startsWith(`${port.name}.`));
      return isOfPort && (fileKinds.has(port.kind) || (port.kind === "tensor" && dtype !== "string"));
    });
  const sizeBytes = tensors.reduce((sum, tensor) => sum + (isFile(tensor) ? 0 : tensor.bytes.length), 0);
  if (sizeBytes <= MAX_JSON_BYTES) return;
  const message = `The inputs that are no files have ${sizeBytes.toLocaleString("en")} bytes; a published workflow takes ${MAX_JSON_BYTES.toLocaleString("en")} of them at most. Give what is large as a file, a table or a tensor.`;
  throw new ServingError(413, message);
}
