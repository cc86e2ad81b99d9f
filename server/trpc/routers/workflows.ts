import { z } from "zod";
import { jsonValueSchema } from "../../../graph/json.ts";
import { graphSchema, titleSchema } from "../../../graph/schema.ts";
import { createWorkflow } from "../../workflows/create-workflow.ts";
import { exportWorkflow } from "../../workflows/export-workflow.ts";
import { importWorkflow } from "../../workflows/import-workflow.ts";
import { listWorkflows } from "../../workflows/list-workflows.ts";
import { removeWorkflow } from "../../workflows/remove-workflow.ts";
import { renameWorkflow } from "../../workflows/rename-workflow.ts";
import { requireWorkflow } from "../../workflows/require-workflow.ts";
import { saveWorkflow } from "../../workflows/save-workflow.ts";
import { editorProcedure, router, viewerProcedure } from "../init.ts";

const byId = z.strictObject({ workflowId: z.uuid() });

export const workflowsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listWorkflows(ctx)),

  get: viewerProcedure.input(byId).query(({ ctx, input }) => requireWorkflow(ctx, input)),

  create: editorProcedure
    .input(z.strictObject({ title: titleSchema.optional(), graph: graphSchema.optional() }))
    .mutation(({ ctx, input }) => createWorkflow(ctx, input)),

  save: editorProcedure
    .input(z.strictObject({ workflowId: z.uuid(), baseVersion: z.int().min(1), graph: graphSchema }))
    .mutation(({ ctx, input }) => saveWorkflow(ctx, input)),

  rename: editorProcedure
    .input(z.strictObject({ workflowId: z.uuid(), title: titleSchema }))
    .mutation(({ ctx, input }) => renameWorkflow(ctx, input)),

  remove: editorProcedure.input(byId).mutation(({ ctx, input }) => removeWorkflow(ctx, input)),

  importFile: editorProcedure
    .input(z.strictObject({ file: jsonValueSchema }))
    .mutation(({ ctx, input }) => importWorkflow(ctx, input)),

  exportFile: viewerProcedure.input(byId).query(({ ctx, input }) => exportWorkflow(ctx, input)),
});
