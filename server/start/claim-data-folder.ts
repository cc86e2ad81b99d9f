import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "../make-folder.ts";

type Running = { pid: number; address: string };

const noteIn = (dataDir: string) => path.join(dataDir, "running.json");

/** @throws Error that says what is in the way, and the remedy */
export function makeDataFolder(dataDir: string): void {
  try {
    makeFolder(dataDir);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EEXIST" || code === "ENOTDIR" ? "a file is in its place" : message;
    throw new Error(`the data folder ${dataDir} cannot be made: ${why}. Set PATCHBAY_DATA to a folder of your own.`, {
      cause: error,
    });
  }
}

/** @throws Error with the address where a living process serves this data already. What a killed one left is ignored. */
export function refuseSecondStart(dataDir: string): void {
  const other = readNote(noteIn(dataDir));
  if (!other || other.pid === process.pid || !isStart(other.pid)) return;
  throw new Error(`it already runs on this data: ${other.address} (process ${other.pid}). Open it, or end it first.`);
}

/** Notes in the data folder that this process serves it, and where. Gives what removes the note again. */
export function claimDataFolder(dataDir: string, address: string): () => void {
  writeFileSync(noteIn(dataDir), JSON.stringify({ pid: process.pid, address } satisfies Running));
  return () => rmSync(noteIn(dataDir), { force: true });
}

function readNote(file: string): Running | null {
  try {
    const note = JSON.parse(readFileSync(file, "utf8")) as Partial<Running>;
    return typeof note.pid === "number" && typeof note.address === "string"
      ? { pid: note.pid, address: note.address }
      : null;
  } catch {
    return null;
  }
}

/** Whether the process lives and is a start of ours: its number may have been given to another program since. */
function isStart(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("start");
  } catch {
    return process.platform !== "linux";
  }
}

/** A process that has ended and that nobody has taken note of yet (a zombie) counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return process.platform !== "linux";
  }
}
