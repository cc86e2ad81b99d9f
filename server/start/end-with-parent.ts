import { isAlive } from "./claim-data-folder.ts";

const CHECK_EVERY_MS = 1_000;

/** Ends with the process that started this one through npx: there are others between them, which would live on. */
export function endWithCaller(end: () => void): void {
  const caller = Number(process.env.PATCHBAY_RERUN);
  if (!Number.isInteger(caller) || caller <= 0) return;
  setInterval(() => {
    if (!isAlive(caller)) end();
  }, CHECK_EVERY_MS).unref();
}

/**
 * Ends this process when the one that supervises it is gone, however that happened: an orphan would keep the port and
 * claim runs beside its successor. Polling the parent's id is the one way that a `kill -9` of it cannot escape.
 */
export function endWithParent(end: () => void): void {
  // Named by the parent itself: it may be gone before this line is reached.
  const parent = Number(process.env.PATCHBAY_SUPERVISED);
  if (!parent || process.platform === "win32") return;
  // In development Next stands in between, and ends with the parent only when it is told to.
  const isDirect = process.ppid === parent;
  setInterval(() => {
    if (isDirect ? process.ppid !== parent : !isAlive(parent)) end();
  }, CHECK_EVERY_MS).unref();
}
