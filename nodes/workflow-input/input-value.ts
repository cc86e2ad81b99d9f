import { z } from "zod";
import type { JsonValue } from "#graph/json";
import { dtypes, type Kind } from "#graph/kinds";
import { MAX_LIST_ITEMS } from "#graph/limits";
import { modelRefSchema } from "#graph/model-ref";
import { fileRefSchema } from "#graph/schema";

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

/** Why this is no value for an input of this kind, as the end of a sentence that begins with the input's name; null if it is. */
export function refuseInputValue({ kind, list }: { kind: Kind; list: boolean }, value: JsonValue): string | null {
  const { schema, needs } = schemas[kind];
  if (!list) return schema.safeParse(value).success ? null : `takes ${needs}, got ${show(value)}`;
  if (!Array.isArray(value)) return `takes a list, each item ${needs}, got ${show(value)}`;
  if (value.length > MAX_LIST_ITEMS) return `takes a list of at most ${MAX_LIST_ITEMS} items, got ${value.length}`;
  const index = value.findIndex((item) => !schema.safeParse(item).success);
  return index < 0 ? null : `takes a list, each item ${needs}, but item ${index + 1} is ${show(value[index] ?? null)}`;
}

function show(value: JsonValue): string {
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}
