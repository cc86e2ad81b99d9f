import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { canConnect } from "./can-connect.ts";
import {
  type Cluster,
  type ClusterAccess,
  clearStalePidFile,
  clusterUrl,
  readAccess,
  runningPort,
  writeAccess,
} from "./cluster.ts";
import { type BinarySource, executable } from "./find-binaries.ts";
import { freePort } from "./free-port.ts";
import { makeCluster, SETTINGS_FILE, setPassword } from "./make-cluster.ts";
import { openCluster } from "./open-cluster.ts";
import { run } from "./run.ts";
import { withStartLock } from "./start-lock.ts";
import { stopCluster } from "./stop-local-postgres.ts";

export type LocalPostgres = {
  /** With the password; for DATABASE_URL of the processes that use it. */
  url: string;
  /** False where it ran already: left behind by a process that was killed, or shared with one that lives. */
  startedByUs: boolean;
  source: BinarySource;
  major: number;
};

export type StartOptions = {
  /** More server settings, e.g. `{ fsync: "off" }` for a throw-away cluster. Used at the next start of the server. */
  settings?: Readonly<Record<string, string>>;
  /** Where to take the programs from, in order of preference. */
  sources?: readonly BinarySource[];
};

const ANSWER_WITHIN_MS = 60_000;
const MAX_LOG_BYTES = 10_000_000;

/**
 * Starts the Postgres of this data folder, or joins it when it runs. It listens on a port of its own on loopback,
 * survives the end of this process, and is ended by `stopLocalPostgres`. Safe to call from several processes at once.
 *
 * @throws Error with the end of the server's log when it does not start.
 */
export async function startLocalPostgres(dataDir: string, options: StartOptions = {}): Promise<LocalPostgres> {
  mkdirSync(resolve(dataDir), { recursive: true });
  return withStartLock(resolve(dataDir), async () => {
    const cluster = await openCluster(dataDir, options.sources);
    let access = existsSync(cluster.dir) ? readAccess(cluster) : await makeCluster(cluster);
    if (!access) {
      await stopCluster(cluster);
      clearStalePidFile(cluster);
      access = await setPassword(cluster);
    }
    const { source, major } = cluster;
    const joined = await joinRunning(cluster, access);
    if (joined) return { url: clusterUrl(joined), startedByUs: false, source, major };
    const started = await start(cluster, access, options.settings ?? {});
    return { url: clusterUrl(started), startedByUs: true, source, major };
  });
}

/** Null when no server runs, also when one that ran has just been ending. Waits for one that is still recovering. */
async function joinRunning(cluster: Cluster, access: ClusterAccess): Promise<ClusterAccess | null> {
  const giveUpAt = Date.now() + ANSWER_WITHIN_MS;
  for (;;) {
    const port = runningPort(cluster);
    if (port === null) return null;
    if (await canConnect(clusterUrl({ ...access, port }))) return { ...access, port };
    if (Date.now() > giveUpAt) {
      throw new Error(`The Postgres in ${cluster.dir} runs but does not answer. Its log: ${logTail(cluster)}`);
    }
    await sleep(100);
  }
}

async function start(
  cluster: Cluster,
  access: ClusterAccess,
  settings: Readonly<Record<string, string>>,
): Promise<ClusterAccess> {
  clearStalePidFile(cluster);
  const log = join(cluster.dir, "server.log");
  if (existsSync(log) && statSync(log).size > MAX_LOG_BYTES) truncateSync(log);
  let { port } = access;
  for (let attempt = 1; ; attempt++) {
    writeSettings(cluster, { ...settings, port: String(port) });
    const args = ["-D", cluster.dir, "-w", "-t", String(ANSWER_WITHIN_MS / 1_000), "-s", "-l", log, "start"];
    const { exitCode } = await run(executable(cluster.binDir, "pg_ctl"), args, { runAs: cluster.runAs, quiet: true });
    if (exitCode === 0) {
      writeAccess(cluster, { ...access, port });
      return { ...access, port };
    }
    // Most often another program has taken the port since the last start.
    if (attempt === 3) throw new Error(`Postgres did not start in ${cluster.dir}. Its log: ${logTail(cluster)}`);
    port = await freePort();
  }
}

function writeSettings({ dir }: Cluster, settings: Readonly<Record<string, string>>): void {
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: "100", ...settings };
  const lines = Object.entries(all).map(([name, value]) => `${name} = '${value}'\n`);
  writeFileSync(join(dir, SETTINGS_FILE), lines.join(""));
}

function logTail({ dir }: Cluster): string {
  const log = join(dir, "server.log");
  return existsSync(log) ? readFileSync(log, "utf8").slice(-1_500).trim() : "empty";
}
