import "#server-only";
import { feedBatch } from "../batches/feed-batch.ts";
import type { Database } from "../db/client.ts";
import { tenantOf } from "../db/tenant.ts";
import { createAdmissions } from "../queue/create-admissions.ts";
import type { Queue } from "../queue/open-queue.ts";
import type { Bell } from "../queue/ring-bell.ts";
import type { RunLimits } from "../runs/run-limits.ts";
import { startBackgroundWork } from "./background-work.ts";

type FeederOptions = {
  database: Database;
  queue: Queue;
  bell: Bell;
  limits: RunLimits;
  /** How often batches with work are looked for without a wake. */
  everyMs: number;
  onLog: (message: string) => void;
};

/** Gives batches their next runs. Any number of workers do it side by side: a batch is fed by one at a time. */
export function startBatchFeeder({ database, queue, bell, limits, everyMs, onLog }: FeederOptions) {
  const runServices = { queue, bell, limits, admissions: createAdmissions({ queue, limits }) };
  return startBackgroundWork({
    everyMs,
    async work(signal) {
      for (const { workspace_id, id } of await batchesWithWork(database)) {
        if (signal.aborted) return;
        await feedBatch({ tenant: tenantOf(database, workspace_id), runServices }, id).catch((error: Error) =>
          onLog(`Batch ${id} could not go on and is tried again: ${error.message}`),
        );
      }
    },
    failed: "Batches could not be looked for; tried again soon",
    onLog,
  });
}

/** Those that went on longest ago first. */
async function batchesWithWork(database: Database) {
  const { rows } = await database.$client.query<{ workspace_id: string; id: string }>({
    name: "batches-with-work",
    text: "select workspace_id, id from batches where has_work order by resumed_at limit 1000",
  });
  return rows;
}
