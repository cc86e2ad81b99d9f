// Builds the pages as `npm start` would, so that the tests and a following start share one build.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { isBuildStale, recordBuild } from "../server/start/build-state.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

if (isBuildStale(root)) {
  const { status } = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) process.exit(status ?? 1);
  recordBuild(root);
}
