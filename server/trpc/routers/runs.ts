import { tracked } from "@trpc/server";
import { z } from "zod";
import { jsonValueSchema } from "../../../graph/json.ts";
import { type RunPart, wholePart } from "../../../graph/run-part.ts";
import { idSchema } from "../../../graph/schema.ts";
import { runStatuses } from "../../db/schema/runs.ts";
import { cancelRun } from "../../runs/cancel-run.ts";
import { explainWait } from "../../runs/explain-wait.ts";
import { findLatestRun } from "../../runs/find-latest-run.ts";
import { getRun } from "../../runs/get-run.ts";
import { listRuns } from "../../runs/list-runs.ts";
import { requireRun } from "../../runs/require-run.ts";
import { startAgain } from "../../runs/start-again.ts";
import { startRun } from "../../runs/start-run.ts";
import { watchChanges } from "../../runs/watch-changes.ts";
import { watchRun } from "../../runs/watch-run.ts";
import { router, runnerProcedure, viewerProcedure } from "../init.ts";

/** A week. */
const MAX_RUN_MS = 604_800_000;
const byId = z.strictObject({ runId: z.uuid() });
const runInputsSchema = z.record(z.string().min(1).max(100), jsonValueSchema);

/** All of the workflow, `{target}` up to a node, `{from}` a node on, or `{only}` one node: one of them at most. */
const startSchema = z
  .strictObject({
    workflowId: z.uuid(),
    inputs: runInputsSchema.optional(),
    target: idSchema.optional(),
    from: idSchema.optional(),
    only: idSchema.optional(),
    /** With `from` and `only`: the run whose values are taken over; else the newest that has them. */
    baseRunId: z.uuid().optional(),
    profile: z.boolean().optional(),
    /** For all that the run computes; what it waits for people and times does not count. */
    timeoutMs: z.int().min(1).max(MAX_RUN_MS).optional(),
    noCache: z.boolean().optional(),
  })
  .refine(
    ({ target, from, only }) => [target, from, only].filter((node) => node !== undefined).length <= 1,
    'takes one of "target", "from" and "only"',
  )
  .refine(({ from, only, baseRunId }) => baseRunId === undefined || (from ?? only) !== undefined, {
    path: ["baseRunId"],
    message: 'goes with "from" or "only": nothing else takes values of another run',
  });

function partOf({ target, from, only }: { target?: string; from?: string; only?: string }): RunPart {
  if (target !== undefined) return { kind: "to", node: target };
  if (from !== undefined) return { kind: "from", node: from };
  return only === undefined ? wholePart : { kind: "only", node: only };
}

export const runsRouter = router({
  start: runnerProcedure
    .input(startSchema)
    .mutation(({ ctx, input: { workflowId, inputs, baseRunId, profile, timeoutMs, noCache, ...asked } }) =>
      startRun(ctx, { workflowId, inputs, baseRunId, profile, timeoutMs, noCache, part: partOf(asked) }),
    ),

  again: runnerProcedure
    .input(byId.extend({ profile: z.boolean().optional() }))
    .mutation(({ ctx, input }) => startAgain(ctx, input)),

  cancel: runnerProcedure.input(byId).mutation(({ ctx, input }) => cancelRun(ctx, input)),

  get: viewerProcedure.input(byId).query(({ ctx, input }) => getRun(ctx, input)),

  /** Why it has not started yet; null when it has. */
  wait: viewerProcedure.input(byId).query(({ ctx, input }) => explainWait(ctx, input)),

  list: viewerProcedure
    .input(
      z.strictObject({
        workflowId: z.uuid().optional(),
        status: z.enum(runStatuses).optional(),
        /** Only those that the caller started. */
        isMine: z.boolean().optional(),
        /** The `nextCursor` of the page before. */
        cursor: z.int().min(1).optional(),
        limit: z.int().min(1).max(100).optional(),
      }),
    )
    .query(({ ctx, input }) => listRuns(ctx, input)),

  latest: viewerProcedure
    .input(z.strictObject({ workflowId: z.uuid() }))
    .query(({ ctx, input }) => findLatestRun(ctx, input)),

  /** Ends with the run. `lastEventId` is a `seq`; a browser that reconnects sends the last one it saw. */
  watch: viewerProcedure
    .input(byId.extend({ lastEventId: z.coerce.number().int().min(0).default(0) }))
    // Refused before the procedure starts: what a generator throws passes the middleware by, reaches the browser as a
    // 500, and makes it reconnect for ever.
    .use(async ({ ctx, input, next }) => {
      await requireRun(ctx, input.runId);
      return next();
    })
    .subscription(async function* ({ ctx, input, signal }) {
      const events = watchRun(ctx, { runId: input.runId, afterSeq: input.lastEventId, signal: signal! });
      for await (const { seq, event } of events) yield tracked(String(seq), event);
    }),

  /** The list row of each live run at first, then of each run that changes. */
  changes: viewerProcedure.subscription(async function* ({ ctx, signal }) {
    yield* watchChanges(ctx, { signal: signal! });
  }),
});
