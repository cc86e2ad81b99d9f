// Loaded with --import into a server that is measured: from one SIGUSR2 to the next it samples how late its event loop is.
// PATCHBAY_LAG_OF names the program to be measured among those that inherit NODE_OPTIONS, PATCHBAY_LAG_FILE the answer.
import { renameSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

const EVERY_MS = 5;
const { PATCHBAY_LAG_OF: program, PATCHBAY_LAG_FILE: file } = process.env;

if (isMainThread && file && program && process.argv[1]?.includes(program)) {
  writeFileSync(`${file}.pid`, String(process.pid));
  let samples = null;
  process.on("SIGUSR2", () => {
    if (samples === null) {
      samples = [];
      sample(performance.now() + EVERY_MS);
      return;
    }
    // In one step, so that whoever waits for the file never reads half of it.
    writeFileSync(`${file}.part`, JSON.stringify(samples));
    renameSync(`${file}.part`, file);
    samples = null;
  });

  function sample(dueAt) {
    setTimeout(() => {
      const now = performance.now();
      // What would have come every 5 ms meanwhile has waited too: one long stop is many late requests, not one.
      for (let lag = Math.max(0, now - dueAt); lag >= 0; lag -= EVERY_MS) samples?.push(lag);
      if (samples) sample(now + EVERY_MS);
    }, EVERY_MS);
  }
}
