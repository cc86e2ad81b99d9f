import "#server-only";
import { createCallerFactory, router } from "./init.ts";
import { acceleratorsRouter } from "./routers/accelerators.ts";
import { apiKeysRouter } from "./routers/api-keys.ts";
import { batchesRouter } from "./routers/batches.ts";
import { comparisonsRouter } from "./routers/comparisons.ts";
import { deploymentsRouter } from "./routers/deployments.ts";
import { approvalsRouter } from "./routers/approvals.ts";
import { filesRouter } from "./routers/files.ts";
import { modelsRouter } from "./routers/models.ts";
import { presenceRouter } from "./routers/presence.ts";
import { runViewsRouter } from "./routers/run-views.ts";
import { runSharesRouter } from "./routers/run-shares.ts";
import { runChartsRouter } from "./routers/run-charts.ts";
import { runsRouter } from "./routers/runs.ts";
import { secretsRouter } from "./routers/secrets.ts";
import { sessionRouter } from "./routers/session.ts";
import { storageRouter } from "./routers/storage.ts";
import { templatesRouter } from "./routers/templates.ts";
import { valuesRouter } from "./routers/values.ts";
import { workflowTestsRouter } from "./routers/workflow-tests.ts";
import { workflowsRouter } from "./routers/workflows.ts";

export const appRouter = router({
  session: sessionRouter,
  workflows: workflowsRouter,
  workflowTests: workflowTestsRouter,
  runs: runsRouter,
  batches: batchesRouter,
  runViews: runViewsRouter,
  runCharts: runChartsRouter,
  runShares: runSharesRouter,
  presence: presenceRouter,
  approvals: approvalsRouter,
  files: filesRouter,
  values: valuesRouter,
  comparisons: comparisonsRouter,
  models: modelsRouter,
  templates: templatesRouter,
  accelerators: acceleratorsRouter,
  deployments: deploymentsRouter,
  apiKeys: apiKeysRouter,
  secrets: secretsRouter,
  storage: storageRouter,
});
export type AppRouter = typeof appRouter;

export const createCaller = createCallerFactory(appRouter);
