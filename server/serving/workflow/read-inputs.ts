import type { ImageCodec, TableEngine } from "../../../graph/node-runner.ts";
import type { JsonValue } from "../../../graph/json.ts";
import type { Dtype } from "../../../graph/kinds.ts";
import type { AudioValue, ImageValue, TensorData, TensorValue } from "../../../graph/values.ts";
import { tableFormatOf } from "../../../nodes/table-format.ts";
import { tensorNumbers } from "../../../nodes/tensor-numbers.ts";
import { decodeWav } from "../../../nodes/workflow-input/decode-wav.ts";
import { blameInput } from "../../../nodes/workflow-input/materialise.ts";
import { refuseInputValue } from "../../../nodes/workflow-input/input-value.ts";
import { findUnsafeJson } from "../../http/find-unsafe-json.ts";
import { describeShape } from "../describe-shape.ts";
import { ServingError } from "../serving-error.ts";
import type { WireTensor } from "../wire-tensor.ts";
import { bytesOfTexts, readTexts, toTensorValue } from "../wire-tensor.ts";
import { readColumns } from "./read-columns.ts";
import { labelsOf, tensorsOf } from "./served-port.ts";
import type { ServedPort } from "./served-port.ts";

export type InputCodecs = {
  images: Pick<ImageCodec, "open">;
  tables: Pick<TableEngine, "open" | "fromRows">;
  /** Left out: decodes it. */
  openAudio?: (bytes: Uint8Array, name: string) => AudioValue;
};

/**
 * What a workflow's input nodes give, by input name: the value, or for a list an array of values. An input that may be
 * left out and is, is not among them.
 *
 * @throws ServingError 400, NodeError where the content of a file is not what its kind needs
 */
export async function readInputs(
  ports: readonly ServedPort[],
  tensors: readonly WireTensor[],
  codecs: InputCodecs,
): Promise<Map<string, unknown>> {
  const values = new Map<string, unknown>();
  const left = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const take = (name: string) => {
    const tensor = left.get(name);
    left.delete(name);
    return tensor;
  };
  for (const port of ports) {
    const tensor = take(port.name);
    if (tensor) {
      const labels = port.kind === "mask" ? take(labelsOf(port.name)) : undefined;
      const value = await readPort(port, { tensor, labels, codecs });
      refuseOutside(port, value);
      values.set(port.name, value);
      continue;
    }
    const columns = port.kind === "table" ? [...left.keys()].filter((name) => name.startsWith(`${port.name}.`)) : [];
    if (columns.length > 0) {
      values.set(
        port.name,
        await readColumns(port, { tensors: columns.map((name) => take(name)!), tables: codecs.tables }),
      );
    } else if (!port.isOptional) {
      throw new ServingError(400, `The input ${quote(port)} is missing. ${expects(port)}`);
    }
  }
  const [extra] = left.keys();
  if (extra === undefined) return values;
  const names = ports.flatMap(tensorsOf).map(({ name }) => JSON.stringify(name));
  const known = names.length > 0 ? `Its inputs: ${names.join(", ")}.` : "It takes none.";
  throw new ServingError(400, `There is no input ${JSON.stringify(extra)}. ${known}`);
}

/** What was read of numbers and texts are JSON values, and these are what has limits. */
function refuseOutside({ name, kind, isList, limits }: ServedPort, value: unknown): void {
  const refused = limits && refuseInputValue({ kind, list: isList, ...limits }, value as JsonValue);
  if (refused) throw new ServingError(400, `The input ${JSON.stringify(name)} ${refused}.`);
}

type Given = { tensor: WireTensor; labels: WireTensor | undefined; codecs: InputCodecs };

async function readPort(port: ServedPort, given: Given): Promise<unknown> {
  const { tensor, codecs } = given;
  switch (port.kind) {
    case "number":
    case "boolean":
      return listOrOne(port, tensor, readPlain(port, tensor));
    case "tensor":
      return readTensor(port, tensor);
    case "embedding":
      return readVectors(port, tensor);
    case "mask":
      return readMasks(port, given);
    case "image":
      if (tensor.dtype === "uint8") return readPixels(port, tensor);
      break;
  }
  requireDtype(port, tensor, "string");
  const contents = bytesOfTexts(tensor.bytes);
  const items: unknown[] = [];
  try {
    for (const content of contents) items.push(await readContent(port, content, codecs));
  } catch (error) {
    throw blameInput(error, quote(port));
  }
  return listOrOne(port, tensor, items);
}

function readContent(
  port: ServedPort,
  content: Uint8Array,
  { images, tables, openAudio = decodeWav }: InputCodecs,
): unknown {
  const name = port.name;
  switch (port.kind) {
    case "text":
      return textOf(content);
    case "image":
      return images.open(content);
    case "audio":
      return openAudio(content, name);
    case "table": {
      const mediaType = /^\s*[[{]/.test(textOf(content.subarray(0, 100))) ? "application/json" : "text/csv";
      return tables.open({ bytes: content, name, format: tableFormatOf({ name: "", mediaType, bytes: content }) });
    }
    case "video":
    case "file":
      return { name, mediaType: "application/octet-stream", bytes: content };
    default:
      return readJson(port, content);
  }
}

function readJson(port: ServedPort, content: Uint8Array): JsonValue {
  let json: JsonValue;
  try {
    json = JSON.parse(textOf(content)) as JsonValue;
  } catch (error) {
    throw new ServingError(400, `The input ${quote(port)} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
  const unsafe = findUnsafeJson(json);
  if (unsafe !== null) throw new ServingError(400, `The input ${quote(port)}: ${unsafe}`);
  const refused = refuseInputValue({ kind: port.kind, list: false }, json);
  if (refused !== null) throw new ServingError(400, `The input ${quote(port)} ${refused}.`);
  return json;
}

function readPlain(port: ServedPort, tensor: WireTensor): unknown[] {
  if (port.kind === "boolean") {
    requireDtype(port, tensor, "bool");
    return Array.from(tensor.bytes, (byte) => byte === 1);
  }
  if (tensor.dtype === "string" || tensor.dtype === "bool") throw wrongDtype(port, tensor);
  const numbers = Array.from(tensorNumbers(toTensorValue(tensor)));
  if (numbers.every(Number.isFinite)) return numbers;
  throw new ServingError(400, `The input ${quote(port)} takes numbers; NaN and infinity are none.`);
}

function readTensor(port: ServedPort, tensor: WireTensor): TensorValue | TensorValue[] {
  requireDtype(port, tensor, port.tensor!.dtype);
  const value = toTensorValue(tensor);
  return port.isList ? unstack(port, value) : value;
}

function readVectors(port: ServedPort, tensor: WireTensor): unknown {
  requireDtype(port, tensor, "float32");
  const value = toTensorValue(tensor);
  const vectors = port.isList ? unstack(port, value) : [value];
  if (vectors.some(({ shape, data }) => shape.length !== 1 || data.length === 0)) throw wrongShape(port, tensor);
  const embeddings = vectors.map(({ data }) => ({ vector: data }));
  return port.isList ? embeddings : embeddings[0];
}

function readMasks(port: ServedPort, { tensor, labels }: Given): unknown {
  requireDtype(port, tensor, "uint8");
  if (!labels) {
    throw new ServingError(400, `The input ${quote(port)} needs the names of its classes as "${labelsOf(port.name)}".`);
  }
  requireDtype({ ...port, name: labels.name }, labels, "string");
  const names = readTexts(labels.bytes);
  const value = toTensorValue(tensor);
  const masks = (port.isList ? unstack(port, value) : [value]).map(({ shape, data }) => {
    const [height, width] = shape;
    if (shape.length !== 2) throw wrongShape(port, tensor);
    return { width, height, labels: names, data };
  });
  return port.isList ? masks : masks[0];
}

/** Pixels as [height, width, channels], without a file around them. */
function readPixels(port: ServedPort, tensor: WireTensor): ImageValue | ImageValue[] {
  const value = toTensorValue(tensor);
  const images = (port.isList ? unstack(port, value) : [value]).map(({ shape, data }): ImageValue => {
    const [height, width, channels] = shape;
    const isImage = shape.length === 3 && width! > 0 && height! > 0;
    if (!isImage || (channels !== 1 && channels !== 3 && channels !== 4)) throw wrongShape(port, tensor);
    return { width: width!, height: height!, channels, pixels: data as Uint8Array };
  });
  return port.isList ? images : images[0]!;
}

function unstack(port: ServedPort, { dtype, shape, data }: TensorValue): TensorValue[] {
  const [count, ...rest] = shape;
  if (count === undefined)
    throw new ServingError(400, `The input ${quote(port)} is a list, so its tensor needs a dim.`);
  const length = data.length / Math.max(1, count);
  return Array.from({ length: count }, (_, index) => {
    const part = data.slice(index * length, (index + 1) * length) as TensorData;
    return { dtype, shape: rest, data: part };
  });
}

function listOrOne(port: ServedPort, tensor: WireTensor, items: unknown[]): unknown {
  if (port.isList) return items;
  if (items.length === 1) return items[0];
  throw wrongShape(port, tensor);
}

function requireDtype(port: ServedPort, tensor: WireTensor, dtype: Dtype) {
  if (tensor.dtype !== dtype) throw wrongDtype(port, tensor);
}

function wrongDtype(port: ServedPort, { dtype, shape }: WireTensor): ServingError {
  return new ServingError(400, `The input ${quote(port)} gets ${describeShape(dtype, shape)}. ${expects(port)}`);
}

const wrongShape = wrongDtype;

function expects(port: ServedPort): string {
  const [tensor] = tensorsOf(port);
  const also = port.kind === "image" ? `, or ${describeShape("uint8", [null, null, null])}` : "";
  return `It takes ${port.isList ? "a list of" : "one"} ${port.kind}: ${describeShape(tensor!.dtype, tensor!.shape)}${also}.`;
}

function quote({ name }: ServedPort): string {
  return JSON.stringify(name);
}

function textOf(content: Uint8Array): string {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("utf8");
}
