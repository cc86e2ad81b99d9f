import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules", ".next", "e2e"],
    globalSetup: ["./server/db/postgres-for-tests.ts"],
    pool: "forks",
    // Modules are loaded once for all files of a process, which is more than half of all that the unit tests compute.
    isolate: false,
    // Tests of processes wait more than they compute; Vitest alone would take one worker on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Where other suites run beside this one, starting a process takes seconds and anything may stall. These end what
    // hangs; how long something took is asserted nowhere.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    env: {
      ORT_DISABLE_TELEMETRY: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      // For the processes that tests start.
      NODE_COMPILE_CACHE: path.join(import.meta.dirname, "node_modules", ".cache", "node"),
    },
  },
});
