import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenDatabase, openDatabase } from "../db/client.ts";
import { executable } from "../db/local-postgres/find-binaries.ts";
import { openCluster } from "../db/local-postgres/open-cluster.ts";
import { run } from "../db/local-postgres/run.ts";
import { startLocalPostgres } from "../db/local-postgres/start-local-postgres.ts";
import { stopLocalPostgres } from "../db/local-postgres/stop-local-postgres.ts";
import { migrateDatabase } from "../db/migrate-database.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import {
  chain,
  createTestWorkflow,
  logOf,
  queueTestRun,
  readEvents,
  type TestWorkflow,
  untilOver,
} from "./runs-for-tests.ts";
import { killWorker, spawnWorker, type WorkerProcess } from "./worker-processes-for-tests.ts";

/** A server of its own: other test files must not feel it when it goes down. */
const dir = join(fileURLToPath(new URL("../../.test", import.meta.url)), `restart-${randomUUID().slice(0, 8)}`);

let url: string;
let database: OpenDatabase;
let queue: Queue;
let workflow: TestWorkflow;
let workers: WorkerProcess[] = [];

beforeAll(async () => {
  mkdirSync(dir, { recursive: true });
  ({ url } = await startLocalPostgres(dir, { settings: { fsync: "off" } }));
  await migrateDatabase(url);
  database = openDatabase(url, { name: "test" });
  await database.$client.query(
    "create table test_executions (run_id uuid, node_id text, attempt int, pid int, at timestamptz default clock_timestamp())",
  );
  queue = await openQueue(database);
  workflow = await createTestWorkflow(database);
  workers = await Promise.all([spawnWorker(url), spawnWorker(url)]);
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => killWorker(worker)));
  await queue.close();
  await database.close();
  await stopLocalPostgres(dir);
  rmSync(dir, { recursive: true, force: true });
});

/** As a service's caller would: again until it was taken. */
async function queueUntilTaken(): Promise<string> {
  for (;;) {
    try {
      return await queueTestRun({ database, queue }, workflow, chain("a ms=20", "b ms=20", "c ms=20", "d ms=20"));
    } catch {
      await sleep(100);
    }
  }
}

async function queueDuring(outage: () => Promise<void>): Promise<string[]> {
  const runIds: string[] = [];
  let isOver = false;
  const load = (async () => {
    while (!isOver || runIds.length < 40) {
      runIds.push(await queueUntilTaken());
      await sleep(20);
    }
  })();
  await sleep(400);
  await outage();
  isOver = true;
  await load;
  return runIds;
}

async function expectEachEndedOnce(runIds: string[]) {
  const rows = await untilOver(database, runIds);
  for (const { id, status } of rows) {
    const events = logOf(await readEvents(database, id));
    expect([status, events.at(-1)]).toEqual(["succeeded", "run.finished succeeded"]);
    expect(events.filter((line) => line.startsWith("step.finished"))).toHaveLength(4);
  }
  expect(workers.map(({ child }) => [child.exitCode, child.signalCode])).toEqual([
    [null, null],
    [null, null],
  ]);
}

test("an immediate restart of Postgres under load: the workers live, and every run ends once", async () => {
  const cluster = await openCluster(dir);
  const args = ["-D", cluster.dir, "-w", "-s", "-m", "immediate", "-l", join(cluster.dir, "server.log"), "restart"];

  const runIds = await queueDuring(async () => {
    const { exitCode } = await run(executable(cluster.binDir, "pg_ctl"), args, { runAs: cluster.runAs, quiet: true });
    expect(exitCode).toBe(0);
  });

  await expectEachEndedOnce(runIds);
});

test("kill -9 of Postgres under load, and a start two seconds later: the workers live, and every run ends once", async () => {
  const cluster = await openCluster(dir);

  const runIds = await queueDuring(async () => {
    process.kill(Number(readFileSync(join(cluster.dir, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
    await sleep(2_000);
    await startLocalPostgres(dir, { settings: { fsync: "off" } });
  });

  await expectEachEndedOnce(runIds);
});
