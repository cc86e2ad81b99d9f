import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { runs } from "../db/schema/runs.ts";
import { tenantOf } from "../db/tenant.ts";
import type { RunUrgency } from "../queue/run-priority.ts";
import { cancelRun } from "../runs/cancel-run.ts";
import { queueRun } from "../runs/queue-run.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { createTestEnginePool } from "./engine-pool-for-tests.ts";
import { chain, createTestWorkflow, type TestWorkflow, until, untilOver } from "./runs-for-tests.ts";
import { startWorker, type Worker, type WorkerOptions } from "./start-worker.ts";
import { storeForTests } from "./store-for-tests.ts";

const limits = { queued: 20_000, running: 5 };
let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
let workers: Worker[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url, limits });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  workers = [];
  await db.database.$client.query(
    "update runs set status = 'cancelled', finished_at = now() where finished_at is null",
  );
  await db.database.$client.query("delete from pgboss.job where name = 'runs'");
});
afterAll(async () => {
  await runServices.close();
  await db.close();
});

async function work(options: Partial<WorkerOptions> = {}): Promise<Worker> {
  const worker = await startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool: createTestEnginePool(),
    artifacts: storeForTests,
    slots: 4,
    limits,
    onLog: () => {},
    timing: { finishGraceMs: 20 },
    ...options,
  });
  workers.push(worker);
  return worker;
}

async function tenant(): Promise<TestWorkflow & { context: RunContext }> {
  const workflow = await createTestWorkflow(db.database);
  return {
    ...workflow,
    context: {
      tenant: tenantOf(db.database, workflow.workspaceId),
      userId: "somebody",
      role: "runner",
      runServices,
    },
  };
}

async function queued(
  { context, workflowId }: TestWorkflow & { context: RunContext },
  { graph = chain("a ms=20"), urgency }: { graph?: Graph; urgency?: RunUrgency } = {},
): Promise<string> {
  const { runId } = await queueRun(context, {
    workflowId,
    version: 1,
    graph,
    subGraphs: {},
    inputs: {},
    urgency,
  });
  return runId;
}

/** A backlog as `queueRun` leaves it, in one statement: ten thousand calls of it would be the test of another thing. */
async function queueBacklog({ workspaceId, workflowId, context }: Awaited<ReturnType<typeof tenant>>, count: number) {
  await queued({ workspaceId, workflowId, context }, { urgency: "background" });
  await db.database.$client.query(
    `insert into runs (workspace_id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by)
     select $1, 1 + i, $2, 1, $3, '{}', '{"total": 1, "running": 0, "succeeded": 0, "failed": 0, "skipped": 0}', 'somebody'
     from generate_series(1, $4::int) as i`,
    [workspaceId, workflowId, JSON.stringify(chain("a ms=20")), count],
  );
  await db.database.$client.query("update run_counters set last_number = $2 where workspace_id = $1", [
    workspaceId,
    count + 1,
  ]);
}

const countOf = async (workspaceId: string, status: string) => {
  const { rows } = await db.database.$client.query<{ count: number }>(
    "select count(*)::int as count from runs where workspace_id = $1 and status = $2",
    [workspaceId, status],
  );
  return rows[0]!.count;
};

/** How many runs of a workspace started between the moment that each of these was there and its own start. */
async function overtaken(workspaceId: string, runIds: string[]): Promise<number[]> {
  const { rows } = await db.database.$client.query<{ count: number }>(
    `select (select count(*)::int from runs other where other.workspace_id = $1
       and other.started_at > one.created_at and other.started_at < one.started_at) as count
     from runs one where one.id = any($2::uuid[])`,
    [workspaceId, runIds],
  );
  return rows.map(({ count }) => count);
}

test("a workspace with ten thousand runs waiting does not hold up one that starts a run now and then", async () => {
  const [flooding, modest] = [await tenant(), await tenant()];
  await queueBacklog(flooding, 10_000);
  await work();
  await until("The flood at work", async () => (await countOf(flooding.workspaceId, "succeeded")) > 10);

  const runIds: string[] = [];
  for (let index = 0; index < 8; index++) {
    runIds.push(await queued(modest, { urgency: "background" }));
    await sleep(250);
  }

  await untilOver(db.database, runIds);
  // Before each there were no more of the others than those that had a place in the queue and those that ran.
  expect(Math.max(...(await overtaken(flooding.workspaceId, runIds)))).toBeLessThan(100);
  // And the flood went on meanwhile.
  expect(await countOf(flooding.workspaceId, "queued")).toBeGreaterThan(1_000);
  await until("The flood", async () => (await countOf(flooding.workspaceId, "succeeded")) > 20);
});

test("no more runs of a workspace go on at a time than its limit, over all workers, and all get their turn", async () => {
  const { workspaceId, ...one } = await tenant();
  let now = 0;
  let most = 0;
  const pool = createTestEnginePool();
  // None ends before as many go on as may.
  const full = Promise.withResolvers<void>();
  const counting: WorkerOptions["pool"] = {
    ...pool,
    run: async (...args) => {
      most = Math.max(most, ++now);
      if (now === limits.running) full.resolve();
      await full.promise;
      return pool.run(...args).finally(() => now--);
    },
  };
  await Promise.all([work({ pool: counting, slots: 8 }), work({ pool: counting, slots: 8 })]);

  const runIds = await Promise.all(Array.from({ length: 40 }, () => queued({ workspaceId, ...one })));
  const rows = await untilOver(db.database, runIds);

  expect(most).toBe(limits.running);
  expect(rows.every(({ status }) => status === "succeeded")).toBe(true);
});

test("a run that somebody waits for goes before its own workspace's backlog, even where every slot is taken", async () => {
  const one = await tenant();
  await work({ slots: 2 });
  const batch = await Promise.all(
    Array.from({ length: 6 }, () => queued(one, { graph: chain("a hang"), urgency: "background" })),
  );
  await until("The batch at work", async () => (await countOf(one.workspaceId, "running")) === 2);

  const interactive = await queued(one, { urgency: "interactive" });

  const [run] = await untilOver(db.database, [interactive]);
  expect(run!.status).toBe("succeeded");
  expect(await countOf(one.workspaceId, "running")).toBe(2);
  for (const runId of batch) await cancelRun(one.context, { runId });
});

test("a cancelled run that never started makes room for the next of its workspace", async () => {
  const one = await tenant();
  const runIds = [];
  for (let index = 0; index < limits.running + 1; index++) runIds.push(await queued(one));
  const last = runIds.at(-1)!;
  const jobOf = async (runId: string) => (await db.database.select().from(runs).where(eq(runs.id, runId)))[0]!.jobId;
  const before = await jobOf(last);

  await cancelRun(one.context, { runId: runIds[0]! });

  expect(before).toBeNull();
  await until("The place in the queue", async () => (await jobOf(last)) !== null);
});

const needing = (device: JsonValue): Graph => {
  const graph = chain("a");
  graph.nodes.a!.params = { device };
  return graph;
};

test("a run that needs a device is taken by a worker that has it, and by no other", async () => {
  const one = await tenant();
  const takers = new Map<string, string>();
  const taking = (name: string) => createTestEnginePool({ onExecute: ({ runId }) => void takers.set(runId, name) });
  const plain = [];
  for (let index = 0; index < 2; index++) plain.push(await queued(one));
  const first = await queued(one, { graph: needing("webgpu") });
  await work({ pool: taking("plain") });
  await untilOver(db.database, plain);
  await sleep(200);
  const early = takers.get(first);
  const capable = [{ device: "webgpu", available: true }];
  await work({ pool: taking("capable"), accelerators: Promise.resolve(capable) });

  const more = await Promise.all(Array.from({ length: 6 }, () => queued(one, { graph: needing("webgpu") })));
  const rows = await untilOver(db.database, [first, ...more]);

  expect(early).toBeUndefined();
  expect([first, ...more].map((runId) => takers.get(runId))).toEqual(Array.from({ length: 7 }, () => "capable"));
  expect(rows.every(({ status, attempt }) => status === "succeeded" && attempt === 1)).toBe(true);
});

test("a run in the queue without word of its needs finds its worker all the same", async () => {
  const one = await tenant();
  const runId = await queued(one, { graph: needing("webgpu") });
  await db.database.$client.query("update pgboss.job set group_id = null where name = 'runs'");
  await work();
  await sleep(300);

  await work({ accelerators: Promise.resolve([{ device: "webgpu", available: true }]) });

  const [run] = await untilOver(db.database, [runId]);
  expect(run).toMatchObject({ status: "succeeded", attempt: 1 });
});
