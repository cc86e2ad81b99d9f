import { Worker } from "node:worker_threads";

/**
 * Ends this process soon after the one that started it and named itself in PATCHBAY_PARENT_PID, also in the middle of a native
 * call that never returns: nobody else would be left to end it.
 */
export function watchParent(): void {
  // Its output is not joined to ours: for that Node would open stderr so that a full pipe refuses what native code says.
  const options = { stdout: true, stderr: true };
  new Worker(new URL("watch-parent-thread.ts", import.meta.url), options).unref();
}
