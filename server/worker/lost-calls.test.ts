import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { openDatabase, type OpenDatabase } from "../db/client.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import { createTestEnginePool } from "./engine-pool-for-tests.ts";
import {
  chain,
  createTestWorkflow,
  logOf,
  queueTestRun,
  readEvents,
  type TestWorkflow,
  until,
  untilOver,
} from "./runs-for-tests.ts";
import { startWorker, type Worker } from "./start-worker.ts";
import { storeForTests } from "./store-for-tests.ts";

// Each of many calls is lost in turn, and some losses are noticed after seconds.
vi.setConfig({ testTimeout: 300_000 });

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;
beforeAll(async () => {
  db = await createTestDatabase();
  queue = await openQueue(db.database);
  workflow = await createTestWorkflow(db.database);
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

const queued = () => queueTestRun({ database: db.database, queue }, workflow, chain("a", "b", "c", "d", "e"));

async function work(database: OpenDatabase): Promise<Worker> {
  return startWorker({
    database,
    databaseUrl: db.url,
    pool: createTestEnginePool(),
    artifacts: storeForTests,
    slots: 4,
    onLog: () => {},
    timing: { tickMs: 100, upkeepEveryS: 1, pollMs: 200, beatMs: 500, finishGraceMs: 100 },
  });
}

async function expectEndedOnce(runIds: string[]) {
  for (const { id, status } of await untilOver(db.database, runIds)) {
    const events = logOf(await readEvents(db.database, id));
    expect([status, events.at(-1)]).toEqual(["succeeded", "run.finished succeeded"]);
    expect(events.filter((line) => line.startsWith("step.finished"))).toHaveLength(5);
  }
}

/** Calls of the database, counted from when it is armed: the one of the given number is lost, before or after it took effect. */
function loseCalls(database: OpenDatabase) {
  let calls = 0;
  let lostCall = Infinity;
  let when: "before" | "after" = "before";

  function guard<T extends pg.Pool | pg.PoolClient>(target: T): T {
    const query = target.query.bind(target) as (...args: unknown[]) => Promise<unknown>;
    const losing = async (...args: unknown[]) => {
      // Callbacks are how a pool speaks to its own clients; what it asks for was counted above it.
      if (typeof args.at(-1) === "function" || ++calls !== lostCall) return query(...args);
      if (when === "after") await query(...args);
      throw Object.assign(new Error("Connection terminated unexpectedly"), { code: "08006" });
    };
    return Object.assign(target, { query: losing });
  }

  const pool = guard(database.$client);
  const connect = pool.connect.bind(pool) as (callback?: unknown) => Promise<pg.PoolClient> | undefined;
  const guarded = new WeakSet<pg.PoolClient>();
  Object.assign(pool, {
    connect: (callback?: unknown) => {
      if (callback) return connect(callback);
      return connect()!.then((client) => {
        if (guarded.has(client)) return client;
        guarded.add(client);
        return guard(client);
      });
    },
  });
  return {
    arm: (call: number, at: typeof when) => {
      calls = 0;
      lostCall = call;
      when = at;
    },
    calls: () => calls,
  };
}

/**
 * A claim whose answer was lost is noticed by its silence; the test cuts the wait short, also where a busy machine comes to
 * the claim late, but not so often that the run is taken for what ends its workers.
 */
async function untilOverOrSilent(runId: string) {
  const over = untilOver(db.database, [runId]).then(() => true);
  for (const waitMs of [1_500, 5_000, 15_000]) {
    if (await Promise.race([over, sleep(waitMs, false)])) return;
    await db.database.$client.query(
      "update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active' and data->>'runId' = $1",
      [runId],
    );
  }
  await over;
}

describe.each(["before", "after"] as const)("a call of the database that is lost %s it took effect", (when) => {
  test("costs no run its end and no step its record, whichever call it is", async () => {
    const database = openDatabase(db.url, { name: "losing" });
    const losing = loseCalls(database);
    const worker = await work(database);
    const runIds: string[] = [];

    for (let call = 1; call <= 16; call++) {
      losing.arm(call, when);
      const runId = await queued();
      runIds.push(runId);
      await untilOverOrSilent(runId);
    }

    await expectEndedOnce(runIds);
    await worker.stop();
    await database.close();
  });
});

test("while every connection is ended again and again, workers live and each run ends once", async () => {
  const databases = [1, 2].map((number) => openDatabase(db.url, { name: `torn ${number}` }));
  const workers = await Promise.all(databases.map(work));
  const runIds: string[] = [];

  for (let round = 0; round < 12; round++) {
    for (let index = 0; index < 4; index++) runIds.push(await queued());
    await db.database.$client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and (application_name like 'torn %' or application_name = 'patchbay-worker-session')`,
    );
    await sleep(250);
  }

  await expectEndedOnce(runIds);
  // Runs may end on one of them while the other still waits for its next try to connect.
  for (const worker of workers) await until("Its session again", () => worker.isConnected());
  await Promise.all(workers.map((worker) => worker.stop()));
  await Promise.all(databases.map((database) => database.close()));
});
