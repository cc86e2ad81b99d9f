/**
 * Runs in a thread of the engine beside the one that computes: a native call that never returns would keep the engine alive
 * after its worker has died, and nobody would be left to end it.
 */
const CHECK_EVERY_MS = 1_000;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}, CHECK_EVERY_MS);
