import type { JsonValue } from "#graph/json";
import { isFlowList, type Flow, type TensorValue, type Value } from "#graph/values";

/** Elements of a tensor or pixels of a mask that an expression may see; larger ones show all but their data. */
export const MAX_JSON_ELEMENTS = 100_000;

/**
 * A value as expressions and templates see it. Plain values are themselves; findings have the fields that they have
 * everywhere; pictures, tables and files show what describes them, not their content.
 */
export function valueToJson(value: Value): JsonValue {
  switch (value.kind) {
    case "number":
    case "text":
    case "boolean":
    case "json":
      return value.value;
    case "image":
      return { width: value.value.width, height: value.value.height, channels: value.value.channels };
    case "audio": {
      const { sampleRate, channels, samples } = value.value;
      return { sampleRate, channels, durationS: samples.length / channels / sampleRate };
    }
    case "tensor":
      return tensorToJson(value.value);
    case "table":
      return { columns: value.value.columns.map(({ name, type }) => ({ name, type })) };
    case "embedding":
      return Array.from(value.value.vector);
    case "classification":
      return { labels: value.value.labels.map((label) => ({ ...label })) };
    case "detections":
      return { ...value.value, items: value.value.items.map((item) => ({ ...item })) };
    case "mask": {
      const { width, height, labels, data } = value.value;
      const described = { width, height, labels: [...labels] };
      return data.length > MAX_JSON_ELEMENTS ? described : { ...described, data: Array.from(data) };
    }
    case "keypoints":
      return { ...value.value, points: value.value.points.map((point) => ({ ...point })) };
    case "file":
    case "video": {
      const { name, mediaType, bytes } = value.value;
      return { name, mediaType, sizeBytes: bytes.length };
    }
    case "model":
      return { name: value.value.name, hash: value.value.hash };
  }
}

/** Lists become arrays, nested as they are; an item that did not fire becomes null and keeps its place. */
export function flowToJson(flow: Flow): JsonValue {
  if (!isFlowList(flow)) return valueToJson(flow);
  return flow.items.map((item) => (item === undefined ? null : flowToJson(item)));
}

function tensorToJson({ dtype, shape, data }: TensorValue): JsonValue {
  const described = { dtype, shape: [...shape] };
  if (data.length > MAX_JSON_ELEMENTS) return described;
  // 64-bit integers are text, as everywhere in JSON, so that none is rounded.
  const elements = Array.from<number | bigint | string>(data);
  return {
    ...described,
    data: elements.map((element) => (typeof element === "bigint" ? element.toString() : element)),
  };
}
