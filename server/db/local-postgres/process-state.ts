import { readFileSync } from "node:fs";

/**
 * A process as it can be told from a later one with the same number (numbers start again in a new container), or null
 * when none runs. A zombie does not run: it has ended, and only its parent has not noticed.
 */
export function processIdentity(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  if (process.platform !== "linux") return String(pid);
  const stat = readStat(pid);
  return stat && !/^[ZX]$/.test(stat.state) ? `${pid} ${stat.startedAtTicks}` : null;
}

/** Whether the process is a Postgres server, as far as this platform lets us see. */
export function isPostgres(pid: number): boolean {
  if (processIdentity(pid) === null) return false;
  return process.platform !== "linux" || readStat(pid)?.name === "postgres";
}

/** "pid (name) state … starttime": the name may hold spaces and brackets, so the last bracket counts. */
function readStat(pid: number): { name: string; state: string; startedAtTicks: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = text.lastIndexOf(")");
    const fields = text.slice(end + 2).split(" ");
    return { name: text.slice(text.indexOf("(") + 1, end), state: fields[0] ?? "", startedAtTicks: fields[19] ?? "" };
  } catch {
    return null; // gone in between
  }
}
