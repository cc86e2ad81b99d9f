import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import { measureRuns } from "../keeping/measure-runs.ts";
import { sweepRuns, workspacesDue } from "../keeping/sweep-runs.ts";
import { startBackgroundWork } from "./background-work.ts";

/** A backlog of sizes, such as after an update, takes a small part of the database's time. */
const PAUSE_MS = 500;

/** Measures runs that have ended, and removes those that the rules of their workspaces let go. Any worker may do it. */
export function startKeeper({
  database,
  artifacts,
  everyMs,
  onLog,
}: {
  database: Database;
  artifacts: ArtifactStore;
  everyMs: number;
  onLog: (message: string) => void;
}) {
  return startBackgroundWork({
    everyMs,
    async work(signal) {
      while (!signal.aborted && (await measureRuns(database)) > 0) {
        await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
      }
      for (const workspaceId of await workspacesDue(database)) {
        if (signal.aborted) return;
        const swept = await sweepRuns({ database, artifacts, signal }, workspaceId);
        if (swept && swept.removed > 0) {
          onLog(`${swept.removed} runs were removed by the rules of workspace ${workspaceId}, ${swept.bytes} bytes.`);
        }
      }
    },
    failed: "Keeping runs failed and is tried again",
    onLog,
  });
}
