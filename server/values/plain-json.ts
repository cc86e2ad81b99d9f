import type { JsonObject, JsonValue } from "#graph/json";
import type { Dtype, Kind } from "#graph/kinds";
import type { TensorData, Value, ValueOf } from "#graph/values";
import { readInlineTensor } from "./tensor-bytes.ts";

/**
 * The form in which a value is kept inside an event, sent as a default or given as a sample: JSON that gives the same
 * value back. Numbers that JSON cannot hold are their names ("NaN", "Infinity", "-Infinity", "-0"); 64-bit integers are
 * decimal text. Images, audio, video, files, tables and masks have no such form.
 */
export type PlainKind = Exclude<Kind, "image" | "audio" | "video" | "file" | "table">;

export function toPlainJson(value: Extract<Value, { kind: PlainKind }>): JsonValue {
  switch (value.kind) {
    case "number":
      return toJsonNumber(value.value);
    case "text":
    case "boolean":
    case "json":
      return value.value;
    case "tensor": {
      const { dtype, shape, data } = value.value;
      return { dtype, shape: [...shape], data: Array.from<number | bigint | string, JsonValue>(data, toElement) };
    }
    case "embedding":
      return { vector: Array.from(value.value.vector, toJsonNumber) };
    case "mask": {
      const { width, height, labels, data } = value.value;
      return { width, height, labels: [...labels], data: Array.from(data) };
    }
    case "classification":
    case "detections":
    case "keypoints":
      return namedNumbers(value.value) as JsonValue;
    case "model":
      return value.value as unknown as JsonValue; // a ModelRef is plain JSON by its own schema
  }
}

/** @throws Error when the JSON is not of the kind's form */
export function fromPlainJson(kind: Kind, json: JsonValue): Value {
  switch (kind) {
    case "number":
      return { kind, value: fromJsonNumber(json) };
    case "tensor": {
      if ("base64" in fields(json)) return { kind, value: readInlineTensor(fields(json)) };
      const { dtype, shape, data } = json as { dtype: Dtype; shape: number[]; data: JsonValue[] };
      return { kind, value: { dtype, shape, data: tensorDataOf(dtype, data) } };
    }
    case "embedding":
      if ("base64" in fields(json))
        return { kind, value: { vector: readInlineTensor(fields(json)).data as Float32Array } };
      return { kind, value: { vector: Float32Array.from(fields(json).vector as JsonValue[], fromJsonNumber) } };
    case "mask": {
      const { width, height, labels, data } = json as {
        width: number;
        height: number;
        labels: string[];
        data: number[];
      };
      return { kind, value: { width, height, labels, data: Uint8Array.from(data) } };
    }
    case "classification":
      return { kind, value: withNumbers<ValueOf["classification"]>(json, "labels", ["index", "probability"]) };
    case "detections": {
      const numbers = ["x", "y", "width", "height", "classIndex", "score"];
      return { kind, value: withNumbers<ValueOf["detections"]>(json, "items", numbers) };
    }
    case "keypoints":
      return { kind, value: withNumbers<ValueOf["keypoints"]>(json, "points", ["x", "y", "score"]) };
    case "text":
    case "boolean":
    case "json":
    case "model":
      return { kind, value: json } as Value;
    default:
      throw new Error(`a value of kind ${kind} cannot be written as JSON`);
  }
}

const namesOfNumbers = new Map<JsonValue, number>([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

export function toJsonNumber(value: number): number | string {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return Object.is(value, -0) ? "-0" : String(value);
}

function fromJsonNumber(json: JsonValue): number {
  if (typeof json === "number") return json;
  const named = namesOfNumbers.get(json);
  if (named === undefined) throw new Error("is not a number");
  return named;
}

function toElement(element: number | bigint | string): JsonValue {
  if (typeof element === "bigint") return element.toString();
  return typeof element === "number" ? toJsonNumber(element) : element;
}

function tensorDataOf(dtype: Dtype, data: JsonValue[]): TensorData {
  const numbers = () => data.map(fromJsonNumber);
  const integers = () => data.map((element) => BigInt(element as string | number));
  switch (dtype) {
    case "float32":
      return Float32Array.from(numbers());
    case "float64":
      return Float64Array.from(numbers());
    case "float16":
    case "uint16":
      return Uint16Array.from(numbers());
    case "int8":
      return Int8Array.from(numbers());
    case "int16":
      return Int16Array.from(numbers());
    case "int32":
      return Int32Array.from(numbers());
    case "uint8":
    case "bool":
      return Uint8Array.from(numbers());
    case "uint32":
      return Uint32Array.from(numbers());
    case "int64":
      return BigInt64Array.from(integers());
    case "uint64":
      return BigUint64Array.from(integers());
    case "string":
      return data.map(String);
  }
}

/** A copy in which every number that JSON cannot hold is its name. */
function namedNumbers(value: unknown): unknown {
  if (typeof value === "number") return toJsonNumber(value);
  if (Array.isArray(value)) return value.map(namedNumbers);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, namedNumbers(inner)]));
}

function fields(json: JsonValue): JsonObject {
  return json as JsonObject;
}

/** Reads the named numbers of a finding back: its own sizes, and the given fields of each entry of its list. */
function withNumbers<T>(json: JsonValue, list: string, numbers: readonly string[]): T {
  const { [list]: entries, ...sizes } = fields(json);
  const read = (object: JsonObject, names: readonly string[]) =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [key, names.includes(key) ? fromJsonNumber(value) : value]),
    );
  return {
    ...read(sizes, ["width", "height"]),
    [list]: (entries as JsonObject[]).map((entry) => read(entry, numbers)),
  } as T;
}
