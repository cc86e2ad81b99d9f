import { elementArrays } from "#graph/tensor-elements";
import type { Dtype, Kind } from "#graph/kinds";
import { kinds } from "#graph/kinds";

type Check = (value: unknown) => string | null;

/**
 * Whether a runner's value has the form of its kind. Null when it has, else what is wrong, as the rest of a sentence
 * ("a number"). Looks at the form only, in constant time: walking megabytes is the recorder's business.
 */
export function checkValue(kind: Kind, value: unknown): string | null {
  return checks[kind](value);
}

const knownKinds: ReadonlySet<string> = new Set(kinds);
export function isKind(kind: unknown): kind is Kind {
  return typeof kind === "string" && knownKinds.has(kind);
}

/** What a value looks like to a reader of a failure: short, and without its content. */
export function describeGiven(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  const maker = Object.getPrototypeOf(value)?.constructor?.name;
  if (typeof maker === "string" && maker !== "Object" && maker !== "") return `a ${maker}`;
  const keys = Object.keys(value);
  const named = keys.slice(0, 5).join(", ");
  return keys.length === 0 ? "an empty object" : `an object of ${named}${keys.length > 5 ? ", …" : ""}`;
}

type Fields = Record<string, unknown>;
function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;
const isNumber = (value: unknown): value is number => typeof value === "number";
const isText = (value: unknown): value is string => typeof value === "string";

function checkFile(value: unknown): string | null {
  return isObject(value) && isText(value.name) && isText(value.mediaType) && value.bytes instanceof Uint8Array
    ? null
    : "a file with name, media type and bytes";
}

const arrayOf = {
  ...elementArrays,
  string: Array,
} as const satisfies Record<Dtype, unknown>;

function checkTensor(value: unknown): string | null {
  if (!isObject(value) || !Array.isArray(value.shape)) return "a tensor with dtype, shape and data";
  const dtype = value.dtype as Dtype;
  const holder = Object.hasOwn(arrayOf, dtype) ? arrayOf[dtype] : undefined;
  if (!holder) return `a tensor of a known dtype, not "${String(value.dtype)}"`;
  if (!(value.data instanceof holder)) return `a ${dtype} tensor with its data in a ${holder.name}`;
  let count = 1;
  for (const size of value.shape as unknown[]) {
    if (!isSize(size)) return "a tensor whose shape holds whole numbers from 0 up";
    count *= size;
  }
  const { length } = value.data as ArrayLike<unknown>;
  return length === count
    ? null
    : `a tensor with ${count} elements for its shape [${value.shape.join(", ")}], not ${length}`;
}

function checkImage(value: unknown): string | null {
  if (!isObject(value) || !isSize(value.width) || !isSize(value.height)) return "an image with width and height";
  if (value.channels !== 1 && value.channels !== 3 && value.channels !== 4) return "an image of 1, 3 or 4 channels";
  if (value.encoded instanceof Uint8Array && isText(value.mediaType)) return null;
  if (!(value.pixels instanceof Uint8Array)) return "an image with pixels or encoded bytes";
  const expected = value.width * value.height * value.channels;
  if (value.pixels.length === expected) return null;
  return `an image with ${expected} bytes of pixels for ${value.width}×${value.height}×${value.channels}, not ${value.pixels.length}`;
}

function checkMask(value: unknown): string | null {
  if (!isObject(value) || !isSize(value.width) || !isSize(value.height)) return "a mask with width and height";
  if (!Array.isArray(value.labels) || !(value.data instanceof Uint8Array)) return "a mask with labels and data";
  const expected = value.width * value.height;
  if (value.data.length === expected) return null;
  return `a mask with ${expected} entries for ${value.width}×${value.height}, not ${value.data.length}`;
}

const checks: Record<Kind, Check> = {
  number: (value) => (isNumber(value) ? null : "a number"),
  text: (value) => (isText(value) ? null : "text"),
  boolean: (value) => (typeof value === "boolean" ? null : "true or false"),
  json: (value) =>
    value === null || isText(value) || isNumber(value) || typeof value === "boolean" || typeof value === "object"
      ? null
      : "plain JSON",
  image: checkImage,
  audio: (value) =>
    isObject(value) &&
    isNumber(value.sampleRate) &&
    value.sampleRate > 0 &&
    isSize(value.channels) &&
    value.channels > 0 &&
    value.samples instanceof Float32Array
      ? null
      : "audio with sample rate, channels and float32 samples",
  video: checkFile,
  tensor: checkTensor,
  table: (value) =>
    isObject(value) && Array.isArray(value.columns) && "relation" in value ? null : "a table of the table engine",
  embedding: (value) =>
    isObject(value) && value.vector instanceof Float32Array ? null : "an embedding with a float32 vector",
  classification: (value) =>
    isObject(value) && Array.isArray(value.labels) ? null : "a classification with a list of labels",
  detections: (value) =>
    isObject(value) && isNumber(value.width) && isNumber(value.height) && Array.isArray(value.items)
      ? null
      : "detections with width, height and items",
  mask: checkMask,
  keypoints: (value) =>
    isObject(value) && isNumber(value.width) && isNumber(value.height) && Array.isArray(value.points)
      ? null
      : "keypoints with width, height and points",
  file: checkFile,
  model: (value) => (isObject(value) && isText(value.hash) && isText(value.name) ? null : "a reference to a model"),
};
