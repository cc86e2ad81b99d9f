import { expect, test } from "vitest";
import { cpuBudget } from "./cpu-budget.ts";

test.each<[string, Record<string, string>, number]>([
  ["all cores where nothing limits them", {}, 8],
  ["all cores where the limit says max", { "/sys/fs/cgroup/cpu.max": "max 100000" }, 8],
  ["the quota of a container", { "/sys/fs/cgroup/cpu.max": "200000 100000" }, 2],
  ["whole threads of a quota that is not whole", { "/sys/fs/cgroup/cpu.max": "350000 100000" }, 3],
  ["one at least", { "/sys/fs/cgroup/cpu.max": "50000 100000" }, 1],
  ["no more than there are cores", { "/sys/fs/cgroup/cpu.max": "6400000 100000" }, 8],
  [
    "the quota of an older container",
    { "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "400000", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000" },
    4,
  ],
  [
    "all cores where an older one is not limited",
    { "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000" },
    8,
  ],
])("the budget is %s", (_, files, expected) => {
  expect(cpuBudget({ cores: 8, read: (file) => files[file] ?? null })).toBe(expected);
});
