import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Database } from "../db/client.ts";
import { UsageError } from "./usage-error.ts";

const program = fileURLToPath(new URL("../worker.ts", import.meta.url));
/** A busy machine takes a minute to prove its devices; a worker that cannot start ends by itself. */
const READY_MS = 180_000;

/**
 * Does the work while a worker is there: one that runs already, or else one that is started for this and ended after it. Its
 * inference ports stay closed, so that nothing is in the way of a server.
 *
 * @throws UsageError where it does not start
 */
export async function withWorker<T>(
  { database, databaseUrl }: { database: Database; databaseUrl: string },
  work: () => Promise<T>,
): Promise<T> {
  if (await isWorkerThere(database)) return work();
  const closed = { PATCHBAY_INFERENCE_PORT: "off", PATCHBAY_INFERENCE_GRPC_PORT: "off", PATCHBAY_METRICS_PORT: "off" };
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...closed, DATABASE_URL: databaseUrl, PATCHBAY_SUPERVISED: String(process.pid) },
    // What a worker prints is no result.
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  try {
    const endsAt = performance.now() + READY_MS;
    while (!(await isWorkerThere(database))) {
      if (child.exitCode !== null || performance.now() > endsAt) {
        throw new UsageError("No worker runs, and none could be started. Start Patchbay, then run the tests again.");
      }
      await sleep(100);
    }
    return await work();
  } finally {
    child.kill("SIGTERM");
    await gone;
  }
}

/** A worker holds its lock for as long as it lives. */
export async function isWorkerThere(database: Database): Promise<boolean> {
  const { rows: known } = await database.$client.query<{ table: string | null }>(
    "select to_regclass('workers') as table",
  );
  if (known[0]!.table === null) return false;
  const { rows } = await database.$client.query<{ isThere: boolean }>(
    'select exists(select from workers where not pg_try_advisory_xact_lock(lock_key)) as "isThere"',
  );
  return rows[0]!.isThere;
}
