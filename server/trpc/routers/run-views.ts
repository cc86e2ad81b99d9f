import { z } from "zod";
import { listRunViews } from "../../run-views/list-run-views.ts";
import { changeRunView, createRunView, removeRunView } from "../../run-views/save-run-view.ts";
import { isStorable } from "../../values/storable-text.ts";
import { router, runnerProcedure, viewerProcedure } from "../init.ts";

const nameSchema = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(80, "must have at most 80 characters")
  .refine(isStorable, "holds what cannot be stored");
const querySchema = z.string().max(4_000).refine(isStorable, "holds what cannot be stored");
/** What columns there are, the page knows; those of another release are passed over there. */
const columnsSchema = z.array(z.string().regex(/^[a-z]{1,20}$/)).max(40);
const byId = z.strictObject({ viewId: z.uuid() });

export const runViewsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listRunViews(ctx)),

  create: runnerProcedure
    .input(z.strictObject({ name: nameSchema, query: querySchema, columns: columnsSchema }))
    .mutation(({ ctx, input }) => createRunView(ctx, input)),

  change: runnerProcedure
    .input(
      byId.extend({ name: nameSchema.optional(), query: querySchema.optional(), columns: columnsSchema.optional() }),
    )
    .mutation(({ ctx, input }) => changeRunView(ctx, input)),

  remove: runnerProcedure.input(byId).mutation(({ ctx, input }) => removeRunView(ctx, input)),
});
