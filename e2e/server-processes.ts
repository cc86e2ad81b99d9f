import { readdirSync, readFileSync } from "node:fs";
import { serverPidFile } from "./places.ts";

/** The processes of the server that the journeys talk to, and of no other. Linux only: it reads /proc. */

export function killWorker(): void {
  process.kill(workerPid(), "SIGKILL");
}

/** All engines of the worker; one that nobody needs yet may not have started. */
export function killEngines(): void {
  const engines = childrenOf(workerPid()).filter((pid) => commandOf(pid).includes("engine-main"));
  if (engines.length === 0) throw new Error("The worker has no engine.");
  for (const pid of engines) process.kill(pid, "SIGKILL");
}

function workerPid(): number {
  const server = Number(readFileSync(serverPidFile, "utf8"));
  const worker = childrenOf(server).find((pid) => commandOf(pid).includes("server/worker.ts"));
  if (!worker) throw new Error(`The server ${server} has no worker.`);
  return worker;
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
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
