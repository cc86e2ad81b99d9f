import { tracked } from "@trpc/server";
import { z } from "zod";
import { jsonValueSchema } from "../../../graph/json.ts";
import { MAX_NOTE_CHARACTERS, MAX_TAGS, tagSchema } from "../../../graph/run-labels.ts";
import { type RunPart, wholePart } from "../../../graph/run-part.ts";
import { isTimeZone } from "../../../graph/run-query/date-range.ts";
import { runSorts } from "../../../graph/run-sort.ts";
import { idSchema } from "../../../graph/schema.ts";
import { cancelRun } from "../../runs/cancel-run.ts";
import { editRuns } from "../../runs/edit-runs.ts";
import { explainWait } from "../../runs/explain-wait.ts";
import { findLatestRun } from "../../runs/find-latest-run.ts";
import { forkRun } from "../../runs/fork-run.ts";
import { getRun } from "../../runs/get-run.ts";
import { getStanding } from "../../runs/get-standing.ts";
import { listRunEvents } from "../../runs/list-run-events.ts";
import { suggestedFields, suggestValues } from "../../runs/find/suggest-values.ts";
import { askedOf, listRuns } from "../../runs/list-runs.ts";
import { listTagsOf } from "../../runs/list-tags-of.ts";
import { cancelRuns, replayRuns } from "../../runs/many-runs.ts";
import { MOST_AT_ONCE, matchRuns } from "../../runs/match-runs.ts";
import { removeUnheld, UNHELD_GRACE_MS } from "../../runs/remove-orphaned-artifacts.ts";
import { removeRuns } from "../../runs/remove-runs.ts";
import { replayRun } from "../../runs/replay-run.ts";
import { requireRun } from "../../runs/require-run.ts";
import { requireRunTitle } from "../../runs/require-run-title.ts";
import { restartRun } from "../../runs/restart-run.ts";
import { retryRun } from "../../runs/retry-run.ts";
import { startRun } from "../../runs/start-run.ts";
import { watchChanges } from "../../runs/watch-changes.ts";
import { watchRun } from "../../runs/watch-run.ts";
import { isStorable } from "../../values/storable-text.ts";
import { editorProcedure, router, runnerProcedure, viewerProcedure } from "../init.ts";

/** A week. */
const MAX_RUN_MS = 604_800_000;
const byId = z.strictObject({ runId: z.uuid() });
const severalSchema = z.strictObject({ runIds: z.array(z.uuid()).min(1).max(MOST_AT_ONCE) });
/** As many as a person can mean to wait for. */
const MOST_STARTED = 100;
const runInputsSchema = z.record(z.string().min(1).max(100), jsonValueSchema);

/** Some above the most that a query takes, so that one too long is answered as every other faulty one. */
const querySchema = z.string().max(4_000);
const askedSchema = z.strictObject({
  query: querySchema.optional(),
  /** Of the dates in the query; UTC when left out. */
  timeZone: z.string().max(100).refine(isTimeZone, "is no time zone, such as Europe/Berlin").optional(),
});

/** In a list that is sorted otherwise: the milliseconds or bytes of a run, and its number. */
const placeSchema = z.strictObject({ value: z.int().min(0), number: z.int().min(1).max(2_147_483_647) });

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
    /** From where it is started; the editor when left out. */
    trigger: z.enum(["editor", "form"]).optional(),
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
    .mutation(({ ctx, input: { workflowId, inputs, baseRunId, profile, timeoutMs, noCache, trigger, ...asked } }) =>
      startRun(ctx, { workflowId, inputs, baseRunId, profile, timeoutMs, noCache, trigger, part: partOf(asked) }),
    ),

  /** The same run goes on: what failed, was cancelled or was skipped runs again. */
  retry: runnerProcedure.input(byId).mutation(({ ctx, input }) => retryRun(ctx, input)),

  /** A new run of what this one ran, from a node on, with this one's values above it. */
  restart: runnerProcedure
    .input(byId.extend({ nodeId: idSchema }))
    .mutation(({ ctx, input }) => restartRun(ctx, input)),

  /** A new run like this one, or with other inputs, or of another version. */
  replay: runnerProcedure
    .input(
      byId.extend({
        inputs: runInputsSchema.optional(),
        version: z.int().min(1).optional(),
        profile: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => replayRun(ctx, input)),

  /** A new workflow with the graph as it ran and the values that the run gave, pinned. */
  fork: editorProcedure.input(byId).mutation(({ ctx, input }) => forkRun(ctx, input)),

  cancel: runnerProcedure.input(byId).mutation(({ ctx, input }) => cancelRun(ctx, input)),

  get: viewerProcedure.input(byId).query(({ ctx, input }) => getRun(ctx, input)),

  title: viewerProcedure.input(byId).query(({ ctx, input }) => requireRunTitle(ctx, input)),

  /** Whether others have changed it. */
  standing: viewerProcedure.input(byId).query(({ ctx, input }) => getStanding(ctx, input)),

  /** What happened in it, a page at a time. */
  events: viewerProcedure
    .input(byId.extend({ afterSeq: z.int().min(0).optional() }))
    .query(({ ctx, input }) => listRunEvents(ctx, input)),

  /** Why it has not started yet; null when it has. */
  wait: viewerProcedure.input(byId).query(({ ctx, input }) => explainWait(ctx, input)),

  list: viewerProcedure
    .input(
      askedSchema.extend({
        workflowId: z.uuid().optional(),
        /** Only those that the caller started. */
        isMine: z.boolean().optional(),
        /** The `nextCursor` of the page before. */
        cursor: z.union([z.int().min(1), placeSchema]).optional(),
        /** Other than the newest first. */
        sort: z.enum(runSorts).optional(),
        limit: z.int().min(1).max(100).optional(),
        /** Looks further back for it than a page that is waited for. */
        isFar: z.boolean().optional(),
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

  /** The ids of those that match, up to a thousand. */
  matching: viewerProcedure.input(askedSchema).query(({ ctx, input }) => matchRuns(ctx, input)),

  /** All tags of several runs. Changes nothing; so many ids would not fit into an address. */
  tagsOf: viewerProcedure.input(severalSchema).mutation(({ ctx, input }) => listTagsOf(ctx, input)),

  edit: runnerProcedure
    .input(
      severalSchema.extend({
        addTags: z.array(tagSchema).max(MAX_TAGS).optional(),
        removeTags: z.array(tagSchema).max(MAX_TAGS).optional(),
        note: z.string().max(MAX_NOTE_CHARACTERS).optional(),
        isStarred: z.boolean().optional(),
      }),
    )
    .mutation(({ ctx, input }) => editRuns(ctx, input)),

  cancelMany: runnerProcedure.input(severalSchema).mutation(({ ctx, input }) => cancelRuns(ctx, input)),

  replayMany: runnerProcedure
    .input(z.strictObject({ runIds: z.array(z.uuid()).min(1).max(MOST_STARTED) }))
    .mutation(({ ctx, input }) => replayRuns(ctx, input)),

  /** Starred ones only where it is said that they are meant. */
  remove: editorProcedure
    .input(severalSchema.extend({ evenStarred: z.boolean().optional() }))
    .mutation(async ({ ctx, input }) => {
      const { removed, freed } = await removeRuns(ctx, input);
      const { database, artifacts } = ctx.services;
      // The bytes are one for all workspaces. What another has just put again stays, and is looked at again by the upkeep.
      await removeUnheld({ database, artifacts, hashes: freed, graceMs: UNHELD_GRACE_MS });
      return { removed };
    }),

  /** What may stand in a query behind a field. */
  suggest: viewerProcedure
    .input(
      z.strictObject({
        field: z.enum(suggestedFields),
        port: z.string().max(100).refine(isStorable, "holds what cannot be stored").optional(),
        text: z.string().max(200).refine(isStorable, "holds what cannot be stored"),
      }),
    )
    .query(({ ctx, input }) => suggestValues(ctx, input)),

  /** The list row of each live run at first, then of each run that changes, with whether it matches the query. */
  changes: viewerProcedure
    .input(askedSchema.optional())
    // Refused before the procedure starts, as in `watch`.
    .use(async ({ ctx, input, next }) => {
      askedOf(ctx, input ?? {});
      return next();
    })
    .subscription(async function* ({ ctx, input, signal }) {
      yield* watchChanges(ctx, { ...input, signal: signal! });
    }),
});
