import { z } from "zod";
import { activateVersion } from "../../deployments/activate-version.ts";
import { deploymentNameSchema } from "../../deployments/deployment-name.ts";
import { listDeployments } from "../../deployments/list-deployments.ts";
import { previewPublish } from "../../deployments/preview-publish.ts";
import { publishWorkflow } from "../../deployments/publish-workflow.ts";
import { requireDeployment } from "../../deployments/require-deployment.ts";
import { adminProcedure, editorProcedure, router, viewerProcedure } from "../init.ts";

const byId = z.strictObject({ deploymentId: z.uuid() });

export const deploymentsRouter = router({
  list: viewerProcedure.query(({ ctx }) => listDeployments(ctx)),

  get: viewerProcedure.input(byId).query(({ ctx, input }) => requireDeployment(ctx, input)),

  /** Also for editors, who see what keeps a workflow from being published. */
  preview: editorProcedure
    .input(z.strictObject({ workflowId: z.uuid() }))
    .query(({ ctx, input }) => previewPublish(ctx, input)),

  publish: adminProcedure
    .input(z.strictObject({ workflowId: z.uuid(), workflowVersion: z.int().min(1), name: deploymentNameSchema }))
    .mutation(({ ctx, input }) => publishWorkflow(ctx, input)),

  activate: adminProcedure
    .input(byId.extend({ number: z.int().min(1) }))
    .mutation(({ ctx, input }) => activateVersion(ctx, input)),

  unpublish: adminProcedure.input(byId).mutation(({ ctx, input }) => activateVersion(ctx, { ...input, number: null })),
});
