import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import { supervise } from "../start/supervise.ts";
import { chain, createTestWorkflow, logOf, queueTestRun, readEvents, untilOver } from "./runs-for-tests.ts";

const entry = fileURLToPath(new URL("./worker-process-for-tests.ts", import.meta.url));
let db: TestDatabase;
let queue: Queue;
let folder: string;

beforeAll(async () => {
  db = await createTestDatabase();
  await db.database.$client.query(
    "create table test_executions (run_id uuid, node_id text, attempt int, pid int, at timestamptz default clock_timestamp())",
  );
  queue = await openQueue(db.database);
  folder = mkdtempSync(path.join(tmpdir(), "patchbay-worker-memory-"));
});
afterAll(async () => {
  await queue.close();
  await db.close();
  rmSync(folder, { recursive: true });
});

test("a worker that runs out of heap is started again, and its run goes on there and ends once", async () => {
  const noteFile = path.join(folder, "filled");
  const log: string[] = [];
  const env = { DATABASE_URL: db.url, DIE_AT: "step b", FILL_HEAP: noteFile };
  const worker = supervise("worker", {
    args: ["--max-old-space-size=64", entry],
    env,
    isQuiet: true,
    onLog: (line) => log.push(line),
  });
  const runId = await queueTestRun(
    { database: db.database, queue },
    await createTestWorkflow(db.database),
    chain("a", "b", "c"),
  );

  const [run] = await untilOver(db.database, [runId]);
  const second = worker.pid();
  await worker.stop();

  expect(log).toEqual([expect.stringMatching(/^worker ended \((SIGABRT|SIGTRAP|code \d+)\); starting it again/)]);
  expect(second).not.toBe(Number(readFileSync(noteFile, "utf8")));
  expect(run).toMatchObject({ status: "succeeded", attempt: 2, workersLost: 1, enginesLost: 0 });
  const events = logOf(await readEvents(db.database, runId));
  expect(events.filter((line) => line.startsWith("run.finished"))).toEqual(["run.finished succeeded"]);
  expect(events.filter((line) => line.startsWith("step.finished"))).toHaveLength(3);
});
