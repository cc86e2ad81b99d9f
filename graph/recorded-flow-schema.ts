import { z } from "zod";
import { hashSchema } from "./hash-schema.ts";
import { jsonValueSchema } from "./json.ts";
import { dtypes, kinds } from "./kinds.ts";
import { MAX_LIST_DEPTH, MAX_LIST_ITEMS, MAX_PIN_CHARACTERS } from "./limits.ts";
import type { RecordedFlow, RecordedList } from "./recorded-values.ts";

const count = z.number().int().min(0);
const size = { width: z.number().min(0), height: z.number().min(0) };

const artifactRefSchema = z.strictObject({ hash: hashSchema, sizeBytes: count, mediaType: z.string().min(1).max(100) });

const statisticsSchema = z.strictObject({
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  std: z.number(),
  nanCount: count,
  infCount: count,
  histogram: z.array(z.number()),
  sampled: count.optional(),
});

const detectionSchema = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  label: z.string(),
  classIndex: z.number(),
  score: z.number(),
});

const previewSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("number"),
    value: z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]),
  }),
  z.strictObject({ kind: z.literal("text"), text: z.string(), length: count }),
  z.strictObject({ kind: z.literal("boolean"), value: z.boolean() }),
  z.strictObject({ kind: z.literal("json"), text: z.string(), length: count }),
  z.strictObject({ kind: z.literal("image"), ...size, channels: count, thumbnail: artifactRefSchema }),
  z.strictObject({
    kind: z.literal("audio"),
    sampleRate: z.number(),
    durationS: z.number(),
    channels: count,
    peaks: z.array(z.number()),
  }),
  z.strictObject({
    kind: z.literal("tensor"),
    dtype: z.enum(dtypes),
    shape: z.array(count),
    statistics: statisticsSchema.nullable(),
    firstValues: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal("table"),
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    rowCount: count,
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  }),
  z.strictObject({
    kind: z.literal("embedding"),
    length: count,
    norm: z.number(),
    firstValues: z.array(z.number()),
  }),
  z.strictObject({
    kind: z.literal("classification"),
    labels: z.array(z.strictObject({ label: z.string(), probability: z.number() })),
    count,
  }),
  z.strictObject({ kind: z.literal("detections"), ...size, items: z.array(detectionSchema), count }),
  z.strictObject({
    kind: z.literal("mask"),
    ...size,
    fractions: z.array(z.strictObject({ label: z.string(), fraction: z.number() })),
    thumbnail: artifactRefSchema,
  }),
  z.strictObject({ kind: z.literal("keypoints"), ...size, count }),
  z.strictObject({ kind: z.literal("file"), name: z.string(), mediaType: z.string(), sizeBytes: count }),
  z.strictObject({ kind: z.literal("video"), name: z.string(), mediaType: z.string(), sizeBytes: count }),
  z.strictObject({ kind: z.literal("model"), name: z.string(), hash: hashSchema }),
]);

const recordedValueSchema = z.union([
  z.strictObject({ kind: z.enum(kinds), preview: previewSchema, inline: jsonValueSchema }),
  z.strictObject({ kind: z.enum(kinds), preview: previewSchema, artifact: artifactRefSchema }),
]);

const recordedListSchema: z.ZodType<RecordedList> = z.strictObject({
  count: count.max(MAX_LIST_ITEMS),
  get items() {
    return z.array(recordedFlowSchema.nullable());
  },
  whole: artifactRefSchema.optional(),
}) as z.ZodType<RecordedList>;

/** A value as events record it and pins keep it: whole in the document where it is small, else by content hash. */
export const recordedFlowSchema: z.ZodType<RecordedFlow> = z.union([recordedValueSchema, recordedListSchema]);

export const pinSchema = recordedFlowSchema
  .refine((flow) => depthOf(flow) <= MAX_LIST_DEPTH, `is a list nested more than ${MAX_LIST_DEPTH} deep`)
  .refine(isComplete, "is a list with fewer items than its count, and the whole of it is not referred to")
  .refine(
    (flow) => JSON.stringify(flow).length <= MAX_PIN_CHARACTERS,
    `is longer than ${MAX_PIN_CHARACTERS} characters; keep what is large as an artifact`,
  );

function depthOf(flow: RecordedFlow): number {
  if (!("items" in flow)) return 0;
  return 1 + flow.items.reduce((deepest, item) => Math.max(deepest, item ? depthOf(item) : 0), 0);
}

/** A list inside one that refers to its whole need not be complete. */
function isComplete(flow: RecordedFlow): boolean {
  if (!("items" in flow) || flow.whole) return true;
  return flow.items.length === flow.count && flow.items.every((item) => item === null || isComplete(item));
}
