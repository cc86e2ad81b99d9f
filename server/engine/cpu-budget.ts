import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

export type CpuSources = { cores?: number; read?: (file: string) => string | null };

/**
 * Threads that computing may use: the cores that the machine offers, or the quota of the container where that is less.
 * All engines of a worker share them, since more threads than cores only wait for one another.
 */
export function cpuBudget({ cores = availableParallelism(), read = readText }: CpuSources = {}): number {
  const quota = cgroupQuota(read);
  return Math.max(1, Math.floor(quota === null ? cores : Math.min(cores, quota)));
}

/** Of control groups version 2 ("max 100000", or microseconds of each period), else of version 1; null where unlimited. */
function cgroupQuota(read: (file: string) => string | null): number | null {
  const [quota, period] = read("/sys/fs/cgroup/cpu.max")?.split(" ") ?? [
    read("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
    read("/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
  ];
  const share = Number(quota) / Number(period);
  return Number.isFinite(share) && share > 0 ? share : null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}
