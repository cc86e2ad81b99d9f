import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { openEnginePool } from "../engine/engine-pool.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { startRun } from "../runs/start-run.ts";
import type { ContentContext } from "../values/find-content.ts";
import { createValueReader } from "../values/reader/value-reader.ts";
import { createTestWorkflow, until, untilOver } from "../worker/runs-for-tests.ts";
import { startWorker } from "../worker/start-worker.ts";
import { saveWorkflow } from "../workflows/save-workflow.ts";
import { listTests } from "./list-tests.ts";
import { runTests } from "./run-tests.ts";

/** A workflow that ran once, and whoever tests it. */
export type Place = { context: RunContext & ContentContext; workflowId: string; runId: string };

/** A database and a worker that runs and judges. */
export async function openBench() {
  const db = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), "patchbay-golden-"));
  const artifacts = await openFolderStore(folder);
  const valueReader = createValueReader();
  const runServices = await openRunServices({ database: db.database, databaseUrl: db.url });
  const worker = await startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool: openEnginePool({ artifacts, onLog: () => {} }),
    artifacts,
    slots: 4,
    onLog: () => {},
    timing: { finishGraceMs: 20 },
  });

  return {
    database: db.database,
    async workflowOf(graph: Graph, inputs?: Record<string, JsonValue>): Promise<Place> {
      const { workspaceId, workflowId } = await createTestWorkflow(db.database, graph);
      const tenant = tenantOf(db.database, workspaceId);
      const contents = { artifacts, templatesDir: folder, valueReader };
      const context = { tenant, userId: "somebody", role: "editor" as const, runServices, ...contents };
      const { runId } = await startRun(context, { workflowId, ...(inputs && { inputs }) });
      await untilOver(db.database, [runId]);
      return { context, workflowId, runId };
    },
    async close() {
      valueReader.close();
      await worker.stop();
      await runServices.close();
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function save({ context, workflowId }: Place, graph: Graph, baseVersion = 1) {
  return saveWorkflow(context, { workflowId, baseVersion, graph });
}

/** The tests, once none of them runs any more. */
export async function judged({ context, workflowId }: Place) {
  const list = () => listTests(context, { workflowId, versions: 10 });
  const areJudged = async () =>
    (await list()).tests.every(({ results }) => results.every(({ state }) => state !== "running"));
  await until("a verdict on each", areJudged);
  return (await list()).tests;
}

export async function runAndJudge(place: Place, request: { version?: number; testIds?: string[] } = {}) {
  const { version } = await runTests(place.context, { workflowId: place.workflowId, ...request });
  const tests = await judged(place);
  return tests.map(({ name, results }) => ({ name, ...results.find((result) => result.version === version)! }));
}
