import { z } from "zod";
import { batchItemStatuses, MAX_BATCH_ITEMS, MAX_BATCH_NAME_CHARACTERS } from "../../../graph/batches.ts";
import { jsonValueSchema } from "../../../graph/json.ts";
import { fileRefSchema } from "../../../graph/schema.ts";
import { cancelBatch } from "../../batches/cancel-batch.ts";
import { createBatch } from "../../batches/create-batch.ts";
import { getBatch } from "../../batches/get-batch.ts";
import { listBatches } from "../../batches/list-batches.ts";
import { listBatchItems } from "../../batches/list-batch-items.ts";
import { removeBatch } from "../../batches/remove-batch.ts";
import { requireBatchName } from "../../batches/require-batch-name.ts";
import { retryBatch } from "../../batches/retry-batch.ts";
import { checkTable, tableItems } from "../../batches/table-items.ts";
import { watchBatch } from "../../batches/watch-batch.ts";
import { contentContextOf } from "../../http/content-input.ts";
import { removeUnheld, UNHELD_GRACE_MS } from "../../runs/remove-orphaned-artifacts.ts";
import { isStorable } from "../../values/storable-text.ts";
import { editorProcedure, router, runnerProcedure, viewerProcedure } from "../init.ts";

const byId = z.strictObject({ batchId: z.uuid() });
const storable = (text: z.ZodString) => text.refine(isStorable, "holds what cannot be stored");
const inputName = z.string().min(1).max(100);
const columnsSchema = z.record(inputName, z.string().max(10_000));
const newBatch = {
  workflowId: z.uuid(),
  name: storable(z.string().trim().min(1).max(MAX_BATCH_NAME_CHARACTERS)),
  /** What all items share. */
  inputs: z.record(inputName, jsonValueSchema).default({}),
};
/** One more than fit, so that more of them are answered with words. */
const filesSchema = z.array(z.strictObject({ label: storable(z.string().min(1).max(1_000)), file: fileRefSchema }));

export const batchesRouter = router({
  list: viewerProcedure
    .input(z.strictObject({ workflowId: z.uuid().optional(), cursor: z.uuid().optional() }))
    .query(({ ctx, input }) => listBatches(ctx, input)),

  get: viewerProcedure.input(byId).query(({ ctx, input }) => getBatch(ctx, input)),

  title: viewerProcedure.input(byId).query(({ ctx, input }) => requireBatchName(ctx, input)),

  items: viewerProcedure
    .input(
      byId.extend({
        status: z.enum(batchItemStatuses).optional(),
        from: z.int().min(0).max(MAX_BATCH_ITEMS),
        count: z.int().min(1).max(100),
      }),
    )
    .query(({ ctx, input }) => listBatchItems(ctx, input)),

  /** The batch as it is, then again whenever it changed. */
  watch: viewerProcedure
    .input(byId)
    // Refused before the procedure starts: what a generator throws reaches the browser as a 500, and makes it reconnect for ever.
    .use(async ({ ctx, input, next }) => {
      await requireBatchName(ctx, input);
      return next();
    })
    .subscription(async function* ({ ctx, input, signal }) {
      yield* watchBatch(ctx, { ...input, signal: signal! });
    }),

  /** An item for each file, which is the value of `input`. */
  startFiles: runnerProcedure
    .input(z.strictObject({ ...newBatch, input: inputName, files: filesSchema.max(MAX_BATCH_ITEMS + 1) }))
    .mutation(({ ctx, input: { input, files, ...batch } }) =>
      createBatch(ctx, {
        ...batch,
        source: { kind: "files", input },
        items: files.map(({ label, file }) => ({ label, inputs: { [input]: file } })),
      }),
    ),

  /** What a table would make of a batch, with all cells that do not fit. Changes nothing; the files would not fit into an address. */
  checkTable: runnerProcedure
    .input(
      z.strictObject({
        workflowId: z.uuid(),
        file: fileRefSchema,
        columns: columnsSchema.optional(),
        files: filesSchema.max(MAX_BATCH_ITEMS).optional(),
      }),
    )
    .mutation(({ ctx, input }) => checkTable(contentContextOf(ctx.services, ctx), input)),

  /** An item for each row of the table. */
  startTable: runnerProcedure
    .input(
      z.strictObject({
        ...newBatch,
        file: fileRefSchema,
        columns: columnsSchema,
        /** What the cells of inputs that take files name. */
        files: filesSchema.max(MAX_BATCH_ITEMS).optional(),
        /** Rows with cells that do not fit; else they refuse the whole. */
        leaveOutWrongRows: z.boolean().default(false),
      }),
    )
    .mutation(async ({ ctx, input: { file, columns, files, leaveOutWrongRows, ...batch } }) => {
      const { workflowId } = batch;
      const asked = { workflowId, file, columns, files, isLeftOut: leaveOutWrongRows };
      const items = await tableItems(contentContextOf(ctx.services, ctx), asked);
      return createBatch(ctx, { ...batch, source: { kind: "table", name: file.name, columns }, items });
    }),

  cancel: runnerProcedure.input(byId).mutation(({ ctx, input }) => cancelBatch(ctx, input)),

  /** The runs of items that failed, or that were cancelled, go on. */
  retry: runnerProcedure
    .input(byId.extend({ status: z.enum(["failed", "cancelled"]) }))
    .mutation(({ ctx, input }) => retryBatch(ctx, input)),

  remove: editorProcedure.input(byId.extend({ withRuns: z.boolean() })).mutation(async ({ ctx, input }) => {
    const { removedRuns, freed } = await removeBatch(ctx, input);
    const { database, artifacts } = ctx.services;
    await removeUnheld({ database, artifacts, hashes: freed, graceMs: UNHELD_GRACE_MS });
    return { removedRuns };
  }),
});
