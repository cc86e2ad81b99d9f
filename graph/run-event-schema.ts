import { z } from "zod";
import { hashSchema } from "./hash-schema.ts";
import { MAX_STEPS, MAX_WORKFLOW_DEPTH } from "./limits.ts";
import { recordedFlowSchema } from "./recorded-flow-schema.ts";
import type { FailureKind, RunEvent } from "./run-events.ts";
import { idSchema } from "./schema.ts";
import { approverRoles } from "./waits.ts";

/** What no honest value reaches, so that times and counts stay numbers that can be added up. */
const MOST = 1e15;
const MAX_TEXT = 100_000;
/** As long as the log line that a step may write. */
const MAX_LINE = 1_000_000;

const time = z.number().min(0).max(MOST);
const count = z.int().min(0).max(MOST);
const text = z.string().max(MAX_TEXT);
const outputs = z.record(idSchema, recordedFlowSchema);

/** Of a step in a workflow that a node runs, the path to it. */
const stepIdSchema = z
  .string()
  .refine((path) => path.split("/").length <= MAX_WORKFLOW_DEPTH + 1, "lies deeper than workflows nest")
  .refine((path) => path.split("/").every((id) => idSchema.safeParse(id).success), "is no id of a step");

const failureKinds = [
  "bad-params",
  "bad-input",
  "missing-input",
  "missing-model",
  "missing-file",
  "damaged-file",
  "storage-full",
  "bad-model",
  "bad-image",
  "unsupported-format",
  "too-many-pixels",
  "bad-table",
  "too-large",
  "bad-encoding",
  "input-mismatch",
  "list-mismatch",
  "expression-failed",
  "stopped",
  "check-failed",
  "missing-secret",
  "request-failed",
  "not-allowed",
  "not-converged",
  "not-serialisable",
  "timeout",
  "memory-limit",
  "crashed",
  "engine-lost",
  "poison",
] as const satisfies FailureKind[];

export const nodeFailureSchema = z.strictObject({
  kind: z.enum(failureKinds),
  message: text,
  port: z.string().max(200).optional(),
  param: z.string().max(200).optional(),
  item: z.array(count).max(20).optional(),
});

const cachedSchema = z.strictObject({
  runId: z.string().max(100),
  runNumber: count.optional(),
  at: time,
  savedMs: time,
});

const sourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), runId: z.string().max(100), number: count.optional() }),
  z.strictObject({ kind: z.literal("pin") }),
]);

const names = z.array(z.string().max(200)).max(1_000);
const reasonSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("params"), params: names }),
  z.strictObject({ kind: z.literal("model"), params: names }),
  z.strictObject({ kind: z.literal("inputs"), ports: names }),
  z.strictObject({
    kind: z.enum(["first", "updated", "device", "impure", "off", "asked", "small", "evicted", "lost", "check"]),
  }),
]);

const callSchema = z.strictObject({
  at: time,
  waitedMs: time,
  copyInMs: time,
  computeMs: time,
  copyOutMs: time,
  joint: z.strictObject({ number: count, size: count }).optional(),
});

const resultFields = {
  durationMs: time,
  outputs,
  items: count.optional(),
  droppedItems: count.optional(),
  caught: nodeFailureSchema.optional(),
  device: z.string().max(100).optional(),
  cached: cachedSchema.optional(),
  mismatch: z.strictObject({ ports: names, cached: cachedSchema }).optional(),
  batch: z.strictObject({ size: count, waitedMs: time }).optional(),
  calls: z.array(callSchema).max(1_000).optional(),
  models: z.record(hashSchema, time).optional(),
  from: sourceSchema.optional(),
};

const environmentSchema = z.strictObject({
  app: z.string().max(100),
  node: z.string().max(100),
  ort: z.string().max(100),
  platform: z.string().max(100),
  devices: z.array(z.string().max(100)).max(100),
  engine: count.optional(),
  models: z.array(z.strictObject({ name: z.string().max(300), hash: hashSchema })).max(1_000),
});

const waitFields = { item: z.array(count).max(20), dueAt: time.optional() };
const waitSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("time"), ...waitFields }),
  z.strictObject({
    kind: z.literal("approval"),
    title: z.string().max(1_000),
    message: text,
    role: z.enum(approverRoles),
    value: recordedFlowSchema,
    ...waitFields,
  }),
]);

const skipSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("upstream"), nodeId: stepIdSchema }),
  z.strictObject({ kind: z.literal("not-fired"), nodeId: stepIdSchema, port: z.string().max(200) }),
  z.strictObject({ kind: z.literal("disabled") }),
  z.strictObject({ kind: z.literal("cancelled") }),
]);

const profileSchema = z.strictObject({
  model: z.string().max(300),
  openedAt: time,
  operators: z
    .array(
      z.strictObject({ operator: z.string().max(300), provider: z.string().max(100), calls: count, durationMs: time }),
    )
    .max(100),
  events: z.strictObject({ hash: hashSchema, sizeBytes: count, mediaType: z.string().min(1).max(100) }),
});

const steps = z.array(stepIdSchema).max(MAX_STEPS);
const step = { nodeId: stepIdSchema, at: time };

/** Events that come from elsewhere. What this server's own workers write is known to be one. */
export const runEventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("run.started"),
    at: time,
    attempt: count,
    worker: z.string().max(300),
    resumedSteps: steps.optional(),
    failedSteps: steps.optional(),
    innerSteps: z.record(stepIdSchema, count).optional(),
    environment: environmentSchema.optional(),
  }),
  z.strictObject({
    type: z.literal("step.started"),
    ...step,
    attempt: count,
    items: count.optional(),
    waitedMs: time.optional(),
    why: reasonSchema.optional(),
  }),
  z.strictObject({ type: z.literal("step.progress"), ...step, done: count, total: count }),
  z.strictObject({ type: z.literal("step.log"), ...step, message: z.string().max(MAX_LINE) }),
  z.strictObject({
    type: z.literal("step.retrying"),
    ...step,
    attempt: count,
    delayMs: time,
    failure: nodeFailureSchema,
  }),
  z.strictObject({ type: z.literal("step.finished"), ...step, ...resultFields }),
  z.strictObject({ type: z.literal("step.failed"), ...step, durationMs: time, failure: nodeFailureSchema }),
  z.strictObject({
    type: z.literal("step.waiting"),
    ...step,
    waits: z.array(waitSchema).max(10_000),
    items: count.optional(),
  }),
  z.strictObject({ type: z.literal("step.skipped"), ...step, reason: skipSchema }),
  z.strictObject({ type: z.literal("step.reused"), ...step, from: sourceSchema, outputs }),
  z.strictObject({ type: z.literal("step.profiled"), ...step, profile: profileSchema }),
  z.strictObject({ type: z.literal("run.cancelling"), at: time }),
  z.strictObject({ type: z.literal("run.waiting"), at: time }),
  z.strictObject({ type: z.literal("run.retried"), at: time, by: z.string().max(300) }),
  z.strictObject({
    type: z.literal("run.finished"),
    at: time,
    outcome: z.enum(["succeeded", "failed", "cancelled"]),
    failure: nodeFailureSchema.optional(),
  }),
]) as z.ZodType<RunEvent>;
