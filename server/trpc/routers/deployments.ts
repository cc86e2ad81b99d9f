import { z } from "zod";
import { activateVersion } from "../../deployments/activate-version.ts";
import { deploymentNameSchema } from "../../deployments/deployment-name.ts";
import { listDeployments } from "../../deployments/list-deployments.ts";
import { previewPublish } from "../../deployments/preview-publish.ts";
import { publishModel } from "../../deployments/publish-model.ts";
import { publishWorkflow } from "../../deployments/publish-workflow.ts";
import { requireDeployment } from "../../deployments/require-deployment.ts";
import { tellWorkers } from "../../deployments/tell-workers.ts";
import { adminProcedure, editorProcedure, router, viewerProcedure } from "../init.ts";

const byId = z.strictObject({ deploymentId: z.uuid() });

export const deploymentsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listDeployments(ctx)),

  /** With the ports of the Open Inference Protocol: null is off, and 0 any. */
  get: viewerProcedure.input(byId).query(async ({ ctx, input }) => ({
    ...(await requireDeployment(ctx, input)),
    inferencePorts: ctx.services.env.inferencePorts,
  })),

  /** Also for editors, who see what keeps a workflow from being published. */
  preview: editorProcedure
    .input(z.strictObject({ workflowId: z.uuid() }))
    .query(({ ctx, input }) => previewPublish(ctx, input)),

  publish: adminProcedure
    .input(z.strictObject({ workflowId: z.uuid(), workflowVersion: z.int().min(1), name: deploymentNameSchema }))
    .mutation(({ ctx, input }) => tellWorkers(ctx, publishWorkflow(ctx, input))),

  publishModel: adminProcedure
    .input(z.strictObject({ modelId: z.uuid(), modelVersion: z.int().min(1), name: deploymentNameSchema }))
    .mutation(({ ctx, input }) => tellWorkers(ctx, publishModel(ctx, input))),

  activate: adminProcedure
    .input(byId.extend({ number: z.int().min(1) }))
    .mutation(({ ctx, input }) => tellWorkers(ctx, activateVersion(ctx, input))),

  unpublish: adminProcedure
    .input(byId)
    .mutation(({ ctx, input }) => tellWorkers(ctx, activateVersion(ctx, { ...input, number: null }))),
});
