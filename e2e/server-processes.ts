import { readdirSync, readFileSync } from "node:fs";
import { dataDir, serverPidFile } from "./places.ts";

/** The processes of the server that the journeys talk to, and of no other. Linux only: it reads /proc. */

export function killWorker(): void {
  process.kill(workerPid(), "SIGKILL");
}

export function killWeb(): void {
  const web = childrenOf(serverPid()).find((pid) => commandOf(pid).includes("server/web.ts"));
  if (!web) throw new Error("The server has no web process.");
  process.kill(web, "SIGKILL");
}

/** All engines of the worker; one that nobody needs yet may not have started. */
export function killEngines(): void {
  const engines = childrenOf(workerPid()).filter((pid) => commandOf(pid).includes("engine-main"));
  if (engines.length === 0) throw new Error("The worker has no engine.");
  for (const pid of engines) process.kill(pid, "SIGKILL");
}

/** The database is no child of the server: it is the one that listens on the port that the data folder names. */
export function killDatabase(): void {
  const access = readdirSync(dataDir).find((name) => /^postgres-\d+\.json$/.test(name))!;
  const { port } = JSON.parse(readFileSync(`${dataDir}/${access}`, "utf8")) as { port: number };
  const database = processes().find((pid) => {
    const folder = / -D (\S+)/.exec(commandOf(pid))?.[1];
    const [owner, , , listens] = folder ? readOrNothing(`${folder}/postmaster.pid`).split("\n") : [];
    return Number(owner) === pid && Number(listens) === port;
  });
  if (!database) throw new Error(`No Postgres listens on ${port}.`);
  process.kill(database, "SIGKILL");
}

function serverPid(): number {
  return Number(readFileSync(serverPidFile, "utf8"));
}

function workerPid(): number {
  const server = serverPid();
  const worker = childrenOf(server).find((pid) => commandOf(pid).includes("server/worker.ts"));
  if (!worker) throw new Error(`The server ${server} has no worker.`);
  return worker;
}

function childrenOf(parent: number): number[] {
  return processes().filter((pid) => parentOf(pid) === parent);
}

function processes(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The fourth field of /proc/…/stat, counted after the name in brackets, which may hold anything. */
function parentOf(pid: number): number | null {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  return stat === "" ? null : Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
}

function commandOf(pid: number): string {
  return readOrNothing(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

/** A process may end between being listed and being read. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
