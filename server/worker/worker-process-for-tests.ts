import { existsSync, writeFileSync } from "node:fs";
import pg from "pg";
import { openDatabase } from "../db/client.ts";
import { createTestEnginePool } from "./engine-pool-for-tests.ts";
import { startWorker } from "./start-worker.ts";
import { storeForTests } from "./store-for-tests.ts";

/**
 * A worker in a process of its own, to be killed. Prints "ready <id>". `DIE_AT` names a point of the worker, or
 * "step <node>", at which the process kills itself, the `DIE_ON`th time it gets there; with `FILL_HEAP` the name of a file, it
 * asks for memory there until it has no more, unless the file says that another did so before. Each execution of a step is
 * written to `test_executions` before it takes effect.
 */
const databaseUrl = process.env.DATABASE_URL!;
const dieAt = process.env.DIE_AT;
let passesLeft = Number(process.env.DIE_ON ?? 1);

function dieIfAt(point: string) {
  if (point !== dieAt || --passesLeft !== 0) return;
  if (process.env.FILL_HEAP) return fillHeapOnce(process.env.FILL_HEAP);
  process.kill(process.pid, "SIGKILL");
}

function fillHeapOnce(noteFile: string) {
  if (existsSync(noteFile)) return;
  writeFileSync(noteFile, String(process.pid));
  for (const kept: number[][] = []; ;) kept.push(Array.from({ length: 100_000 }, Math.random));
}

const ledger = new pg.Pool({ connectionString: databaseUrl, max: 2 });
ledger.on("error", () => {});
const database = openDatabase(databaseUrl, { name: "worker under test" });
const worker = await startWorker({
  database,
  databaseUrl,
  pool: createTestEnginePool({
    onExecute: async ({ runId, nodeId, attempt }) => {
      await ledger
        .query("insert into test_executions (run_id, node_id, attempt, pid) values ($1, $2, $3, $4)", [
          runId,
          nodeId,
          attempt,
          process.pid,
        ])
        .catch(() => {});
      dieIfAt(`step ${nodeId}`);
    },
  }),
  artifacts: storeForTests,
  slots: Number(process.env.SLOTS ?? 4),
  at: dieIfAt,
  timing: { upkeepEveryS: 1, finishGraceMs: 100, goodbyeMs: 60_000, pollMs: 1_000, beatMs: 1_000 },
});
console.log(`ready ${worker.id}`);

process.once("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
