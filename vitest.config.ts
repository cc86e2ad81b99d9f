import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules", ".next", "e2e"],
    globalSetup: ["./server/db/postgres-for-tests.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: {
      ORT_DISABLE_TELEMETRY: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      // For the processes that tests start.
      NODE_COMPILE_CACHE: path.join(import.meta.dirname, "node_modules", ".cache", "node"),
    },
  },
});
