import { z } from "zod";
import { jsonValueSchema } from "../../../graph/json.ts";
import { MAX_SUB_WORKFLOWS } from "../../../graph/limits.ts";
import { graphSchema, idSchema, titleSchema } from "../../../graph/schema.ts";
import { tellWorkers } from "../../deployments/tell-workers.ts";
import { cleanPasted } from "../../workflows/clean-graph.ts";
import { createWorkflow } from "../../workflows/create-workflow.ts";
import { describeForm } from "../../workflows/describe-form.ts";
import { exportWorkflow } from "../../workflows/export-workflow.ts";
import { getVersion } from "../../workflows/get-version.ts";
import { importWorkflow } from "../../workflows/import-workflow.ts";
import { listVersions } from "../../workflows/list-versions.ts";
import { listWorkflowUsers } from "../../workflows/list-workflow-users.ts";
import { listWorkflows } from "../../workflows/list-workflows.ts";
import { loadWorkflows } from "../../workflows/load-sub-graphs.ts";
import { nameVersion } from "../../workflows/name-version.ts";
import { referToWorkflow } from "../../workflows/refer-to-workflow.ts";
import { removeWorkflow } from "../../workflows/remove-workflow.ts";
import { renameWorkflow } from "../../workflows/rename-workflow.ts";
import { requireWorkflow } from "../../workflows/require-workflow.ts";
import { requireWorkflowTitle } from "../../workflows/require-workflow-title.ts";
import { saveWorkflow } from "../../workflows/save-workflow.ts";
import { editorProcedure, router, viewerProcedure } from "../init.ts";

const byId = z.strictObject({ workflowId: z.uuid() });
const byVersion = byId.extend({ version: z.int32().min(1) });

export const workflowsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listWorkflows(ctx)),

  get: viewerProcedure.input(byId).query(({ ctx, input }) => requireWorkflow(ctx, input)),

  title: viewerProcedure.input(byId).query(({ ctx, input }) => requireWorkflowTitle(ctx, input)),

  /** What people are asked for who run it without its canvas. */
  form: viewerProcedure.input(byId).query(({ ctx, input }) => describeForm(ctx, input)),

  create: editorProcedure
    .input(z.strictObject({ title: titleSchema.optional(), graph: graphSchema.optional() }))
    .mutation(({ ctx, input }) => createWorkflow(ctx, input)),

  save: editorProcedure
    .input(z.strictObject({ workflowId: z.uuid(), baseVersion: z.int().min(1), graph: graphSchema }))
    .mutation(async ({ ctx, input }) => {
      const saved = await saveWorkflow(ctx, input);
      const place = { workspaceId: ctx.tenant.workspaceId, workflowId: input.workflowId };
      ctx.services.presence.tellSaved(place, { version: saved.version, by: ctx.user.name.slice(0, 80) });
      return saved;
    }),

  rename: editorProcedure
    .input(z.strictObject({ workflowId: z.uuid(), title: titleSchema }))
    .mutation(({ ctx, input }) => renameWorkflow(ctx, input)),

  /** Its saves, newest first. */
  versions: viewerProcedure
    .input(
      byId.extend({
        /** The `nextCursor` of the page before. */
        cursor: z.int32().min(1).optional(),
        limit: z.int().min(1).max(200).optional(),
        onlyNamed: z.boolean().optional(),
      }),
    )
    .query(({ ctx, input }) => listVersions(ctx, input)),

  version: viewerProcedure.input(byVersion).query(({ ctx, input }) => getVersion(ctx, input)),

  nameVersion: editorProcedure
    .input(byVersion.extend({ name: titleSchema.nullable() }))
    .mutation(({ ctx, input }) => nameVersion(ctx, input)),

  remove: editorProcedure.input(byId).mutation(({ ctx, input }) => tellWorkers(ctx, removeWorkflow(ctx, input))),

  importFile: editorProcedure
    .input(z.strictObject({ file: jsonValueSchema }))
    .mutation(({ ctx, input }) => importWorkflow(ctx, input)),

  /** Nodes from elsewhere as they may come into a workflow of the workspace, and what of them is left out or missing. */
  cleanPasted: editorProcedure
    .input(z.strictObject({ graph: graphSchema }))
    .mutation(({ ctx, input }) => cleanPasted(ctx, input)),

  /** What the params of a node that runs the workflow hold. */
  refer: viewerProcedure
    .input(z.strictObject({ workflowId: z.uuid(), version: z.int().min(1).nullable() }))
    .query(({ ctx, input }) => referToWorkflow(ctx, input)),

  /** The workflows meant, and all that they run, as far as they are there; by `subGraphKey`. */
  subGraphs: viewerProcedure
    .input(
      z.strictObject({
        refs: z.array(z.strictObject({ id: idSchema, version: z.int().min(1).nullable() })).max(MAX_SUB_WORKFLOWS),
      }),
    )
    .query(({ ctx, input }) => loadWorkflows(ctx, input.refs)),

  usedBy: viewerProcedure.input(byId).query(({ ctx, input }) => listWorkflowUsers(ctx, input)),

  exportFile: viewerProcedure.input(byId).query(({ ctx, input }) => exportWorkflow(ctx, input)),
});
