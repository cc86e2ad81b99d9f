import "#server-only";
import { createCallerFactory, router } from "./init.ts";
import { acceleratorsRouter } from "./routers/accelerators.ts";
import { apiKeysRouter } from "./routers/api-keys.ts";
import { deploymentsRouter } from "./routers/deployments.ts";
import { approvalsRouter } from "./routers/approvals.ts";
import { filesRouter } from "./routers/files.ts";
import { modelsRouter } from "./routers/models.ts";
import { presenceRouter } from "./routers/presence.ts";
import { runsRouter } from "./routers/runs.ts";
import { sessionRouter } from "./routers/session.ts";
import { templatesRouter } from "./routers/templates.ts";
import { workflowsRouter } from "./routers/workflows.ts";

export const appRouter = router({
  session: sessionRouter,
  workflows: workflowsRouter,
  runs: runsRouter,
  presence: presenceRouter,
  approvals: approvalsRouter,
  files: filesRouter,
  models: modelsRouter,
  templates: templatesRouter,
  accelerators: acceleratorsRouter,
  deployments: deploymentsRouter,
  apiKeys: apiKeysRouter,
});
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
