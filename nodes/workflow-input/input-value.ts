import { z } from "zod";
import type { JsonValue } from "#graph/json";
import { dtypes, type Kind } from "#graph/kinds";
import { MAX_LIST_ITEMS } from "#graph/limits";
import { modelRefSchema } from "#graph/model-ref";
import { fileRefSchema } from "#graph/schema";
import type { InputLimits } from "#graph/workflow-interface";

/** What callers give, and what a sample is: JSON for plain values, a stored file for media, tables and files. */

export const tensorJsonSchema = z.strictObject({
  dtype: z.enum(dtypes),
  shape: z.array(z.number().int().min(0)).max(64),
  data: z.union([z.array(z.number()), z.array(z.string()), z.array(z.boolean())]),
});

const fraction = z.number().min(0).max(1);
export const classificationJsonSchema = z.strictObject({
  labels: z.array(z.strictObject({ label: z.string(), index: z.number().int().min(0), probability: fraction })),
});

const size = { width: z.number().int().min(0), height: z.number().int().min(0) };
export const detectionsJsonSchema = z.strictObject({
  ...size,
  items: z.array(
    z.strictObject({
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      label: z.string(),
      classIndex: z.number().int().min(0),
      score: fraction,
    }),
  ),
});
export const maskJsonSchema = z
  .strictObject({ ...size, labels: z.array(z.string()), data: z.array(z.number().int().min(0).max(255)) })
  .refine(({ width, height, data }) => data.length === width * height, "needs one class index for each pixel");
export const keypointsJsonSchema = z.strictObject({
  ...size,
  points: z.array(z.strictObject({ x: z.number(), y: z.number(), label: z.string(), score: fraction })),
});

const schemas: Record<Kind, { schema: z.ZodType; needs: string }> = {
  number: { schema: z.number(), needs: "a number" },
  text: { schema: z.string(), needs: "a text" },
  boolean: { schema: z.boolean(), needs: "true or false" },
  json: { schema: z.json(), needs: "a JSON value" },
  image: { schema: fileRefSchema, needs: "an image file" },
  audio: { schema: fileRefSchema, needs: "a WAV file" },
  video: { schema: fileRefSchema, needs: "a video file" },
  table: { schema: fileRefSchema, needs: "a CSV, Parquet or JSON file" },
  file: { schema: fileRefSchema, needs: "a file" },
  tensor: {
    schema: z.union([tensorJsonSchema, fileRefSchema]),
    needs: "a tensor such as {dtype, shape, data}, or a .npy file",
  },
  embedding: { schema: z.array(z.number()).min(1), needs: "a list of numbers" },
  classification: {
    schema: classificationJsonSchema,
    needs: "a classification such as {labels: [{label, index, probability}]}",
  },
  detections: { schema: detectionsJsonSchema, needs: "detections such as {width, height, items}" },
  mask: { schema: maskJsonSchema, needs: "a mask such as {width, height, labels, data}" },
  keypoints: { schema: keypointsJsonSchema, needs: "keypoints such as {width, height, points}" },
  model: { schema: modelRefSchema, needs: "a model of the registry" },
};

/**
 * Why this is no value for an input of this kind and with these limits, as the end of a sentence that begins with the input's name;
 * null if it is.
 */
export function refuseInputValue(
  { kind, list, ...limits }: { kind: Kind; list: boolean } & InputLimits,
  value: JsonValue,
): string | null {
  const { schema, needs } = schemas[kind];
  if (!list) {
    if (!schema.safeParse(value).success) return `takes ${needs}, got ${show(value)}`;
    const wanted = whyOutside(limits, value);
    return wanted && `takes ${wanted.takes}, got ${show(value)}${wanted.count}. ${wanted.remedy}`;
  }
  if (!Array.isArray(value)) return `takes a list, each item ${needs}, got ${show(value)}`;
  if (value.length > MAX_LIST_ITEMS) return `takes a list of at most ${MAX_LIST_ITEMS} items, got ${value.length}`;
  for (const [index, item] of value.entries()) {
    if (!schema.safeParse(item).success) {
      return `takes a list, each item ${needs}, but item ${index + 1} is ${show(item)}`;
    }
    const wanted = whyOutside(limits, item);
    if (wanted) {
      return `takes a list, each item ${wanted.takes}, but item ${index + 1} is ${show(item)}${wanted.count}. ${wanted.remedy}`;
    }
  }
  return null;
}

const MAX_CHOICES_NAMED = 12;

/** What the input takes instead, and what to give; null within the limits. `count` says the characters of a text. */
function whyOutside(
  { choices, minimum = -Infinity, maximum = Infinity, unit }: InputLimits,
  value: JsonValue,
): { takes: string; remedy: string; count: string } | null {
  if (choices) {
    if (choices.some((choice) => choice === value)) return null;
    const named = choices.slice(0, MAX_CHOICES_NAMED).map((choice) => JSON.stringify(choice));
    const more = choices.length > named.length ? ` and ${choices.length - named.length} more` : "";
    return { takes: `one of ${named.join(", ")}${more}`, remedy: "Give one of these", count: "" };
  }
  const isText = typeof value === "string";
  const measured = isText ? Array.from(value).length : value;
  if (typeof measured !== "number" || (measured >= minimum && measured <= maximum)) return null;
  const end = maximum === Infinity ? minimum : maximum;
  const of = isText ? (end === 1 ? " character" : " characters") : unit ? ` ${unit}` : "";
  const range =
    minimum === -Infinity
      ? `at most ${maximum}${of}`
      : maximum === Infinity
        ? `at least ${minimum}${of}`
        : isText
          ? `${minimum} to ${maximum}${of}`
          : `from ${minimum} to ${maximum}${of}`;
  const remedy = isText
    ? `Give a ${measured < minimum ? "longer" : "shorter"} text`
    : `Give a ${measured < minimum ? "greater" : "smaller"} number`;
  return {
    takes: isText ? `a text of ${range}` : `a number ${range}`,
    remedy,
    count: isText ? ` (${measured} ${measured === 1 ? "character" : "characters"})` : "",
  };
}

function show(value: JsonValue): string {
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}
