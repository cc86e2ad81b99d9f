import type { JsonValue } from "../../../graph/json.ts";
import type { ImageCodec, TableEngine } from "../../../graph/node-runner.ts";
import type { Flow, TableValue, TensorData, TensorValue, Value } from "../../../graph/values.ts";
import { isFlowList } from "../../../graph/values.ts";
import { encodeWav } from "../../../nodes/encode-wav.ts";
import { ServingError } from "../serving-error.ts";
import type { WireTensor } from "../wire-tensor.ts";
import { toWireTensor, writeContents } from "../wire-tensor.ts";
import { labelsOf } from "./served-port.ts";
import type { ServedPort } from "./served-port.ts";

export type OutputCodecs = { images: Pick<ImageCodec, "encode">; tables: Pick<TableEngine, "encode" | "batches"> };

/**
 * The tensors of one output that are wanted. An item that did not fire leaves no gap in a list.
 *
 * @throws ServingError 400 where what came out fits no tensor, or has no such column
 */
export async function writeOutput(
  port: ServedPort,
  flow: Flow,
  { wanted, codecs }: { wanted: readonly string[]; codecs: OutputCodecs },
): Promise<WireTensor[]> {
  const items = isFlowList(flow) ? flow.items.filter((item) => item !== undefined) : [flow];
  const values = items.map((item): Value => {
    if (!isFlowList(item)) return item;
    throw unfit(port, "is a list of lists");
  });
  const own = wanted.filter((name) => name === port.name || name.startsWith(`${port.name}.`));
  const columns = port.kind === "table" ? own.filter((name) => name !== port.name) : [];
  const tensors = own.length > columns.length ? await writeWhole(port, values, codecs) : [];
  for (const name of columns) tensors.push(await writeColumn(port, { values, name, codecs }));
  return tensors.filter(({ name }) => own.includes(name));
}

async function writeWhole(port: ServedPort, values: readonly Value[], codecs: OutputCodecs): Promise<WireTensor[]> {
  const { name } = port;
  const shape = [values.length];
  switch (port.kind) {
    case "number":
      return [toWireTensor(name, { dtype: "float64", shape, data: Float64Array.from(plain<number>(values)) })];
    case "boolean":
      return [toWireTensor(name, { dtype: "bool", shape, data: Uint8Array.from(plain<boolean>(values), Number) })];
    case "text":
      return [toWireTensor(name, { dtype: "string", shape, data: plain<string>(values) })];
    case "tensor":
      return [toWireTensor(name, stack(port, plain<TensorValue>(values)))];
    case "embedding": {
      const vectors = plain<{ vector: Float32Array }>(values).map(({ vector }) => vector);
      const tensors = vectors.map((data): TensorValue => ({ dtype: "float32", shape: [data.length], data }));
      return [toWireTensor(name, stack(port, tensors))];
    }
    case "mask":
      return writeMasks(port, values);
    default: {
      const contents: Uint8Array[] = [];
      for (const value of values) contents.push(await contentOf(value, codecs));
      return [{ name, dtype: "string", shape, bytes: writeContents(contents) }];
    }
  }
}

async function contentOf(value: Value, { images, tables }: OutputCodecs): Promise<Uint8Array> {
  switch (value.kind) {
    case "image":
      return "encoded" in value.value ? value.value.encoded : await images.encode(value.value, "png");
    case "audio":
      return encodeWav(value.value);
    case "video":
    case "file":
      return value.value.bytes;
    case "table":
      return await tables.encode(value.value, "json");
    default:
      return Buffer.from(JSON.stringify(value.value));
  }
}

function writeMasks(port: ServedPort, values: readonly Value[]): WireTensor[] {
  const masks = plain<{ width: number; height: number; labels: readonly string[]; data: Uint8Array }>(values);
  const labels = [...(masks[0]?.labels ?? [])];
  if (masks.some((mask) => mask.labels.join("\n") !== labels.join("\n"))) {
    throw unfit(port, "has masks with different classes");
  }
  const tensors = masks.map(({ width, height, data }): TensorValue => ({
    dtype: "uint8",
    shape: [height, width],
    data,
  }));
  return [
    toWireTensor(port.name, stack(port, tensors)),
    toWireTensor(labelsOf(port.name), { dtype: "string", shape: [labels.length], data: labels }),
  ];
}

/** A list has one dim more in front, so its tensors must be alike. */
function stack(port: ServedPort, tensors: readonly TensorValue[]): TensorValue {
  const [first] = tensors;
  if (!port.isList && first) return first;
  const dtype = first?.dtype ?? port.tensor?.dtype ?? (port.kind === "mask" ? "uint8" : "float32");
  const shape = first?.shape ?? (port.kind === "mask" ? [0, 0] : (port.tensor?.shape.map((dim) => dim ?? 0) ?? [0]));
  if (tensors.some((tensor) => tensor.dtype !== dtype || String(tensor.shape) !== String(shape))) {
    throw unfit(port, "has items of different shapes");
  }
  return { dtype, shape: [tensors.length, ...shape], data: concatenate(tensors.map(({ data }) => data)) };
}

function concatenate(parts: readonly TensorData[]): TensorData {
  const [first] = parts;
  if (!first || Array.isArray(first)) return (parts as string[][]).flat();
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new (first.constructor as new (length: number) => Float32Array)(length);
  let at = 0;
  for (const part of parts as Float32Array[]) {
    whole.set(part, at); // all are of the type of the first, which has the same dtype
    at += part.length;
  }
  return whole;
}

async function writeColumn(
  port: ServedPort,
  { values, name, codecs: { tables } }: { values: readonly Value[]; name: string; codecs: OutputCodecs },
): Promise<WireTensor> {
  const [table, more] = plain<TableValue>(values);
  const column = name.slice(port.name.length + 1);
  if (!table || more) throw unfit(port, "is a list of tables: ask for it whole");
  if (!table.columns.some((candidate) => candidate.name === column)) {
    const known = table.columns.map((candidate) => JSON.stringify(candidate.name)).join(", ");
    throw new ServingError(
      400,
      `The output ${JSON.stringify(port.name)} has no column ${JSON.stringify(column)}. It has ${known}.`,
    );
  }
  const cells: JsonValue[] = [];
  for await (const batch of tables.batches(table, { columns: [column] })) cells.push(...batch.columns[column]!);
  return toWireTensor(name, { shape: [cells.length], ...columnData(cells) });
}

/** Numbers and booleans where all cells are; a missing number is NaN. Everything else is text, a missing cell empty. */
function columnData(cells: readonly JsonValue[]): Pick<TensorValue, "dtype" | "data"> {
  const present = cells.filter((cell) => cell !== null);
  if (cells.length === present.length && cells.length > 0 && cells.every((cell) => typeof cell === "boolean")) {
    return { dtype: "bool", data: Uint8Array.from(cells, Number) };
  }
  if (present.every((cell) => typeof cell === "number")) {
    return { dtype: "float64", data: Float64Array.from(cells, (cell) => (cell === null ? NaN : (cell as number))) };
  }
  return { dtype: "string", data: cells.map((cell) => (typeof cell === "string" ? cell : cellText(cell))) };
}

function cellText(cell: JsonValue): string {
  return cell === null ? "" : JSON.stringify(cell);
}

/** The kind of an output is known from the graph, and the executor holds nodes to it. */
function plain<T>(values: readonly Value[]): T[] {
  return values.map(({ value }) => value as T);
}

function unfit({ name }: ServedPort, why: string): ServingError {
  return new ServingError(400, `The output ${JSON.stringify(name)} ${why}, which fits no tensor.`);
}
