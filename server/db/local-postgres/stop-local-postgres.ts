import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Cluster, runningPort } from "./cluster.ts";
import { type BinarySource, executable } from "./find-binaries.ts";
import { openCluster } from "./open-cluster.ts";
import { run } from "./run.ts";
import { withStartLock } from "./start-lock.ts";

/**
 * Ends the Postgres of this data folder, whoever started it: open transactions are rolled back, connections closed.
 * False when none ran.
 */
export async function stopLocalPostgres(
  dataDir: string,
  { sources }: { sources?: readonly BinarySource[] } = {},
): Promise<boolean> {
  if (!existsSync(dataDir)) return false;
  return withStartLock(resolve(dataDir), async () => stopCluster(await openCluster(dataDir, sources)));
}

/** Under the lock. */
export async function stopCluster(cluster: Cluster): Promise<boolean> {
  if (runningPort(cluster) === null) return false;
  const args = ["-D", cluster.dir, "-w", "-s", "-m", "fast", "stop"];
  const { exitCode, stderr } = await run(executable(cluster.binDir, "pg_ctl"), args, { runAs: cluster.runAs });
  if (exitCode === 0 || runningPort(cluster) === null) return true;
  throw new Error(`The Postgres in ${cluster.dir} did not stop: ${stderr.trim()}`);
}
