import { z } from "zod";
import { hashSchema } from "../../graph/hash-schema.ts";
import { jsonValueSchema } from "../../graph/json.ts";
import { MAX_NOTE_CHARACTERS, MAX_TAGS, tagSchema } from "../../graph/run-labels.ts";
import type { RunPart } from "../../graph/run-part.ts";
import { idSchema, workflowFileSchema } from "../../graph/schema.ts";
import { isStorable } from "../values/storable-text.ts";

/** What docs/run-archive.md describes. A reader refuses newer ones by name. */
export const ARCHIVE_FORMAT = "patchbay-run";
export const ARCHIVE_VERSION = 1;

export const MANIFEST_FILE = "run.json";
export const EVENTS_FILE = "events.jsonl";
export const README_FILE = "README.txt";
export const artifactFile = (hash: string) => `artifacts/${hash}`;

/** Far above what runs have; a bound for the memory of who reads one. */
export const MAX_MANIFEST_BYTES = 64_000_000;
export const MAX_EVENTS_BYTES = 256_000_000;
export const MAX_EVENTS = 1_000_000;
export const MAX_ARTIFACTS = 100_000;
/** Of all that an archive says it holds, unpacked. */
export const MAX_UNPACKED_BYTES = 16_000_000_000;

const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const moment = z.iso.datetime();

const partSchema: z.ZodType<RunPart> = z.union([
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.enum(["to", "from", "only"]), node: idSchema }),
]);

export const artifactEntrySchema = z.strictObject({
  hash: hashSchema,
  sizeBytes: count,
  mediaType: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/, "is no media type"),
});

/** `run.json`: all of a run but what happened in it and the bytes of its values. */
export const manifestSchema = z.strictObject({
  format: z.literal(ARCHIVE_FORMAT),
  formatVersion: z.literal(ARCHIVE_VERSION),
  /** The version of Patchbay that wrote it. */
  app: z.string().max(100),
  run: z.strictObject({
    /** As it was known where it ran; absent on the command line. */
    number: z.int().min(1).max(2_147_483_647).optional(),
    /** Of the workflow. */
    version: z.int().min(1).max(2_147_483_647).optional(),
    status: z.enum(["succeeded", "failed", "cancelled"]),
    part: partSchema,
    noCache: z.boolean(),
    createdAt: moment,
    startedAt: moment.nullable(),
    finishedAt: moment,
    tags: z.array(tagSchema).max(MAX_TAGS),
    note: z.string().max(MAX_NOTE_CHARACTERS).refine(isStorable, "holds what cannot be stored"),
  }),
  workflow: workflowFileSchema,
  inputs: z.record(z.string().min(1).max(100), jsonValueSchema),
  events: z.strictObject({ count: z.int().min(1).max(MAX_EVENTS), sha256: hashSchema }),
  artifacts: z.array(artifactEntrySchema).max(MAX_ARTIFACTS),
  /** Content that the run refers to and that was not kept any more when this was written. */
  missing: z.array(hashSchema).max(MAX_ARTIFACTS),
  /** What the graph needs to run again, and an archive does not hold. */
  models: z.array(z.strictObject({ name: z.string().max(300), hash: hashSchema })).max(1_000),
});
export type ArchiveManifest = z.output<typeof manifestSchema>;
export type ArchiveArtifact = z.output<typeof artifactEntrySchema>;
