import { afterAll, afterEach, beforeAll } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { createTestEnginePool } from "../worker/engine-pool-for-tests.ts";
import {
  chain,
  createTestWorkflow,
  logOf,
  queueTestRun,
  readEvents,
  readRun,
  type TestWorkflow,
  until,
} from "../worker/runs-for-tests.ts";
import { startWorker, type Worker, type WorkerOptions } from "../worker/start-worker.ts";
import { storeForTests } from "../worker/store-for-tests.ts";

/** A database for the tests of a file, with runs that wait, workers for them, and somebody who may answer. */
export function useWaitingRuns() {
  let db: TestDatabase;
  let services: Awaited<ReturnType<typeof openRunServices>>;
  let workflow: TestWorkflow;
  let context: RunContext;
  let workers: Worker[] = [];

  beforeAll(async () => {
    db = await createTestDatabase();
    services = await openRunServices({ database: db.database, databaseUrl: db.url });
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
  });
  afterAll(async () => {
    await services.close();
    await db.close();
  });

  const queue = (...lines: string[]) =>
    queueTestRun({ database: db.database, queue: services.queue }, workflow, chain(...lines));

  return {
    get database() {
      return db.database;
    },
    get services() {
      return { ...services, database: db.database };
    },
    /** An editor of the workspace of the run that was queued last. */
    get context() {
      return context;
    },

    /** Queues a run in a workspace of its own. */
    async queued(...lines: string[]): Promise<string> {
      workflow = await createTestWorkflow(db.database);
      context = {
        tenant: tenantOf(db.database, workflow.workspaceId),
        userId: "somebody",
        role: "editor",
        runServices: services,
      };
      return queue(...lines);
    },

    /** Queues as many runs in one workspace of their own. */
    async queuedTogether(count: number, ...lines: string[]): Promise<string[]> {
      const first = await this.queued(...lines);
      return [first, ...(await Promise.all(Array.from({ length: count - 1 }, () => queue(...lines))))];
    },

    async work(options: Partial<WorkerOptions> = {}): Promise<Worker> {
      const worker = await startWorker({
        database: db.database,
        databaseUrl: db.url,
        pool: createTestEnginePool(),
        artifacts: storeForTests,
        slots: 4,
        onLog: () => {},
        timing: { finishGraceMs: 20, pollMs: 60_000, tickMs: 100 },
        ...options,
      });
      workers.push(worker);
      return worker;
    },

    untilWaiting: (runId: string) =>
      until("The run waiting", async () => (await readRun(db.database, runId)).status === "waiting"),

    /** Moves the time that a run waits for to now: tests that wait for it to come would depend on how soon they look. */
    async makeDue(runId: string): Promise<void> {
      const { $client: client } = db.database;
      await client.query("update waits set due_at = now() where run_id = $1 and due_at is not null", [runId]);
      await client.query(
        "update pgboss.job set start_after = now() where name = 'runs' and data->>'runId' = $1 and state < 'active'",
        [runId],
      );
    },

    async liveJobs(runId: string): Promise<string[]> {
      const { rows } = await db.database.$client.query<{ state: string }>(
        "select state from pgboss.job where name = 'runs' and data->>'runId' = $1 and state < 'completed'",
        [runId],
      );
      return rows.map(({ state }) => state);
    },

    startedIn: async (runId: string) =>
      logOf(await readEvents(db.database, runId)).filter((line) => /^(run|step)\.started/.test(line)),
  };
}
