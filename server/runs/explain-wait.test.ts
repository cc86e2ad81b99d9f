import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { chain, createTestWorkflow } from "../worker/runs-for-tests.ts";
import { explainWait } from "./explain-wait.ts";
import { queueRun } from "./queue-run.ts";
import { openRunServices, type RunContext } from "./run-services.ts";

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
beforeAll(async () => {
  db = await createTestDatabase();
  runServices = await openRunServices({
    database: db.database,
    databaseUrl: db.url,
    limits: { queued: 100, running: 2 },
  });
});
beforeEach(() => db.database.$client.query("delete from workers"));
afterAll(async () => {
  await runServices.close();
  await db.close();
});

const seeWorker = (id: string, labels: string[]) =>
  db.database.$client.query(
    "insert into workers (id, lock_key, name, slots, labels) values ($1, hashtext($1), $1, 4, $2)",
    [id, JSON.stringify(labels)],
  );

async function workspace() {
  const { workspaceId, workflowId } = await createTestWorkflow(db.database);
  const tenant = tenantOf(db.database, workspaceId);
  const context: RunContext = { tenant, userId: "somebody", role: "runner", runServices };
  const start = async (device = "auto") => {
    const graph = chain("a");
    graph.nodes.a!.params = { device };
    return (await queueRun(context, { workflowId, version: 1, graph, subGraphs: {}, inputs: {} })).runId;
  };
  return { context, start };
}

test("a run waits because there is no worker", async () => {
  const { context, start } = await workspace();

  const wait = await explainWait(context, { runId: await start() });

  expect(wait).toEqual({ kind: "no-worker" });
});

test("a run waits because no worker has what it needs, and the answer names it", async () => {
  const { context, start } = await workspace();
  await seeWorker("one", ["cpu", "webgpu"]);

  const wait = await explainWait(context, { runId: await start("cuda") });
  const other = await explainWait(context, { runId: await start("webgpu") });

  expect(wait).toEqual({ kind: "needs", needs: ["cuda"] });
  expect(other).toEqual({ kind: "turn" });
});

test("a run waits because its workspace has as many under way as it may", async () => {
  const { context, start } = await workspace();
  await seeWorker("one", ["cpu"]);
  await start();
  await start();

  const wait = await explainWait(context, { runId: await start() });

  expect(wait).toEqual({ kind: "share", running: 2 });
});

test("a run that has started waits for nothing, and another workspace's is not found", async () => {
  const { context, start } = await workspace();
  const { context: stranger } = await workspace();
  const runId = await start();
  await db.database.$client.query("update runs set status = 'running', owner = 'one' where id = $1", [runId]);

  const wait = await explainWait(context, { runId });

  expect(wait).toBeNull();
  await expect(explainWait(stranger, { runId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
