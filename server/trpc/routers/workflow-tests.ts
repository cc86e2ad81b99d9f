import { z } from "zod";
import { MAX_LIST_ITEMS } from "../../../graph/limits.ts";
import { toleranceSchema } from "../../../graph/tolerances.ts";
import { removeUnheld, UNHELD_GRACE_MS } from "../../runs/remove-orphaned-artifacts.ts";
import { isStorable } from "../../values/storable-text.ts";
import { acceptResult } from "../../workflow-tests/accept-result.ts";
import { changeTest } from "../../workflow-tests/change-test.ts";
import { contentContextOf } from "../../http/content-input.ts";
import { createItemTest } from "../../workflow-tests/create-item-test.ts";
import { createTest } from "../../workflow-tests/create-test.ts";
import { expectedAndCame } from "../../workflow-tests/expected-and-came.ts";
import { MOST_TESTS } from "../../workflow-tests/insert-test.ts";
import { listTests } from "../../workflow-tests/list-tests.ts";
import { previewItemTest } from "../../workflow-tests/preview-item-test.ts";
import { removeTest } from "../../workflow-tests/remove-test.ts";
import { runTests } from "../../workflow-tests/run-tests.ts";
import { getTestsStanding } from "../../workflow-tests/tests-standing.ts";
import type { WebServices } from "../../web-services.ts";
import { editorProcedure, router, runnerProcedure, viewerProcedure } from "../init.ts";

const nameSchema = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(100, "must have at most 100 characters")
  .refine(isStorable, "holds what cannot be stored");
const outputName = z.string().min(1).max(200).refine(isStorable, "holds what cannot be stored");
/** By the name of the output. */
const tolerancesSchema = z
  .record(outputName, toleranceSchema)
  .refine((tolerances) => Object.keys(tolerances).length <= 100, "has more than 100 outputs");
/** Where a list passed, and the place of an item in it, from 0. */
const itemSchema = z.strictObject({
  node: z.string().min(1).max(1_000),
  port: z.string().min(1).max(200),
  index: z.int().min(0).max(MAX_LIST_ITEMS),
});
const byId = z.strictObject({ testId: z.uuid() });

/** What a workflow has to give, and how its versions did. */
export const workflowTestsRouter = router({
  list: viewerProcedure
    .input(z.strictObject({ workflowId: z.uuid(), versions: z.int().min(1).max(50).default(10) }))
    .query(({ ctx, input }) => listTests(ctx, input)),

  /** How they stand on one version: before it is published, say. */
  standing: viewerProcedure
    .input(z.strictObject({ workflowId: z.uuid(), version: z.int32().min(1) }))
    .query(({ ctx, input }) => getTestsStanding(ctx, input)),

  /** What is expected of an output, and what a run gave there. How they differ is asked of `comparisons`. */
  output: viewerProcedure
    .input(byId.extend({ runId: z.uuid(), output: outputName }))
    .query(({ ctx, input }) => expectedAndCame(ctx, input)),

  create: editorProcedure
    .input(z.strictObject({ runId: z.uuid(), name: nameSchema, tolerances: tolerancesSchema.optional() }))
    .mutation(({ ctx, input }) => createTest(ctx, input)),

  /** What `createOfItem` would keep, or in its error why it cannot. */
  previewItem: editorProcedure
    .input(z.strictObject({ runId: z.uuid(), item: itemSchema }))
    .query(({ ctx, input }) => previewItemTest(contentContextOf(ctx.services, ctx), input)),

  /** Of one item of a list that the run was given, in the place of the whole run. */
  createOfItem: editorProcedure
    .input(
      z.strictObject({ runId: z.uuid(), item: itemSchema, name: nameSchema, tolerances: tolerancesSchema.optional() }),
    )
    .mutation(({ ctx, input }) => createItemTest({ ...ctx, ...contentContextOf(ctx.services, ctx) }, input)),

  change: editorProcedure
    .input(byId.extend({ name: nameSchema.optional(), tolerances: tolerancesSchema.optional() }))
    .mutation(({ ctx, input }) => changeTest(ctx, input)),

  run: runnerProcedure
    .input(
      z.strictObject({
        workflowId: z.uuid(),
        /** Left out: the newest. */
        version: z.int32().min(1).optional(),
        /** Left out: all. */
        testIds: z.array(z.uuid()).min(1).max(MOST_TESTS).optional(),
      }),
    )
    .mutation(({ ctx, input }) => runTests(ctx, input)),

  accept: editorProcedure.input(byId.extend({ version: z.int32().min(1) })).mutation(async ({ ctx, input }) => {
    const { freed } = await acceptResult(ctx, input);
    await removeBytes(ctx.services, freed);
  }),

  remove: editorProcedure.input(byId).mutation(async ({ ctx, input }) => {
    const { freed } = await removeTest(ctx, input);
    await removeBytes(ctx.services, freed);
  }),
});

/** The bytes are one for all workspaces. What another has just put again stays, and is looked at again by the upkeep. */
async function removeBytes({ database, artifacts }: WebServices, hashes: readonly string[]) {
  await removeUnheld({ database, artifacts, hashes, graceMs: UNHELD_GRACE_MS });
}
