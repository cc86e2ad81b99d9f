import { z } from "zod";
import { hashSchema } from "../../../graph/hash-schema.ts";
import { titleSchema } from "../../../graph/schema.ts";
import { listModels } from "../../models/list-models.ts";
import { removeModelVersion } from "../../models/remove-model-version.ts";
import { renameModel } from "../../models/rename-model.ts";
import { requireModelRef } from "../../models/require-model-ref.ts";
import { requireModel } from "../../models/require-model.ts";
import { adminProcedure, editorProcedure, router, viewerProcedure } from "../init.ts";

export const modelsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listModels(ctx)),

  get: viewerProcedure.input(z.strictObject({ modelId: z.uuid() })).query(({ ctx, input }) => requireModel(ctx, input)),

  ref: viewerProcedure
    .input(z.strictObject({ hash: hashSchema }))
    .query(({ ctx, input }) => requireModelRef(ctx, input)),

  rename: editorProcedure
    .input(z.strictObject({ modelId: z.uuid(), name: titleSchema }))
    .mutation(({ ctx, input }) => renameModel(ctx, input)),

  removeVersion: adminProcedure
    .input(z.strictObject({ modelId: z.uuid(), hash: hashSchema }))
    .mutation(({ ctx, input }) => removeModelVersion(ctx, input)),
});
