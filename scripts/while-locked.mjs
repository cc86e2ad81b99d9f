// Work that one process at a time may do, such as installing packages: the others wait for it.
import { linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 100;
const BEAT_EVERY_MS = 1_000;
/** Of a lock that nobody keeps fresh: its number may be another process's by now. */
const STALE_AFTER_MS = 30_000;

/**
 * Does the work while no other process on this machine does any under the same lock file. A lock whose process is gone
 * counts for nothing.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 */
export async function whileLocked(file, work) {
  while (!create(file)) {
    if (isStale(file)) remove(file);
    else await sleep(LOOK_EVERY_MS);
  }
  const beat = setInterval(() => utimesSync(file, new Date(), new Date()), BEAT_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

/** A link appears with its content or not at all; a file that is written first would be empty for a moment. */
function create(file) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function isStale(file) {
  try {
    const isOld = Date.now() - statSync(file).mtimeMs > STALE_AFTER_MS;
    return isOld || !isAlive(Number(readFileSync(file, "utf8")));
  } catch (error) {
    if (error.code === "ENOENT") return false; // just gone: the next look tells
    throw error;
  }
}

/** Under a lock of its own, or of two that find a stale one the slower would remove the quicker one's new lock. */
function remove(file) {
  const removal = `${file}.removal`;
  if (create(removal)) {
    if (isStale(file)) rmSync(file, { force: true });
    rmSync(removal, { force: true });
  } else if (isStale(removal)) rmSync(removal, { force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
