import { cpus, freemem, totalmem } from "node:os";

let before = { busyMs: 0, allMs: 0 };

/** `cpuUtilization` is a fraction since the last call, or since the machine started. */
export function readMachine(): { totalBytes: number; usedBytes: number; cpuUtilization: number } {
  const now = { busyMs: 0, allMs: 0 };
  for (const { times } of cpus()) {
    const allMs = times.user + times.nice + times.sys + times.idle + times.irq;
    now.allMs += allMs;
    now.busyMs += allMs - times.idle;
  }
  const allMs = now.allMs - before.allMs;
  const cpuUtilization = allMs > 0 ? (now.busyMs - before.busyMs) / allMs : 0;
  before = now;
  return { totalBytes: totalmem(), usedBytes: totalmem() - freemem(), cpuUtilization };
}
