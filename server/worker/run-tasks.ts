import "#server-only";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { Database } from "../db/client.ts";
import type { Queue } from "../queue/open-queue.ts";
import { requeueForgottenRuns } from "../queue/requeue-forgotten-runs.ts";
import { removeOrphanedArtifacts } from "../runs/remove-orphaned-artifacts.ts";
import type { RunLimits } from "../runs/run-limits.ts";
import { startBackgroundWork } from "./background-work.ts";

const ORPHANS_CRON = "17 3 * * *";
const task = "remove-orphaned-artifacts";

/** Upkeep that any worker may do: what the schedule put into the queue, and the search for runs that the queue forgot. */
export function startTasks({
  database,
  queue,
  artifacts,
  limits,
  everyMs,
  onLog,
}: {
  database: Database;
  queue: Queue;
  artifacts: ArtifactStore;
  limits: RunLimits;
  everyMs: number;
  onLog: (message: string) => void;
}) {
  let isScheduled = false;

  async function work() {
    if (!isScheduled) await queue.schedule(task, ORPHANS_CRON);
    isScheduled = true;
    const forgotten = await requeueForgottenRuns({ database, queue, limits });
    if (forgotten > 0) onLog(`${forgotten} runs that the queue did not know were put into it again.`);
    for (const claim of await queue.claim("tasks", 1)) {
      if (claim.data.task === task) {
        const { removed, bytes } = await removeOrphanedArtifacts({ database, artifacts });
        if (removed > 0) onLog(`${removed} files that nothing refers to were removed, ${bytes} bytes.`);
      }
      await queue.finish("tasks", [claim], "done");
    }
  }

  return startBackgroundWork({ everyMs, work, failed: "Upkeep failed and is tried again", onLog });
}
