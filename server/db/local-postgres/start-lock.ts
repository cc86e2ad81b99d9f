import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processIdentity } from "./process-state.ts";

const RETRY_MS = 50;
const GIVE_UP_AFTER_MS = 120_000;

const heldHere = new Set<string>();

/** One start or stop at a time per data folder, over processes. The lock of a process that is gone is taken over. */
export async function withStartLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const file = join(dataDir, "postgres.lock");
  const giveUpAt = Date.now() + GIVE_UP_AFTER_MS;
  while (!take(file)) {
    if (Date.now() > giveUpAt) {
      throw new Error(`Another process is still starting Postgres. If none is, remove ${file} and start again.`);
    }
    await sleep(RETRY_MS);
  }
  heldHere.add(file);
  try {
    return await work();
  } finally {
    heldHere.delete(file);
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  if (heldHere.has(file)) return false;
  const own = processIdentity(process.pid) ?? String(process.pid);
  try {
    writeFileSync(file, own, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (isAbandoned(file, own)) removeAbandoned(file, own);
  return false;
}

function isAbandoned(file: string, own: string): boolean {
  try {
    const holder = readFileSync(file, "utf8");
    if (holder === "") return false; // the instant between the making of the file and the writing of the name
    return holder === own || processIdentity(Number.parseInt(holder, 10)) !== holder;
  } catch {
    return false; // given back in between
  }
}

/** Moved aside and looked at again before it goes: another process may have taken the lock over since we looked. */
function removeAbandoned(file: string, own: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (!isAbandoned(aside, own)) linkSync(aside, file);
  } catch {
    // Another process was quicker: it has the lock, or the next try sees who has.
  }
  rmSync(aside, { force: true });
}
