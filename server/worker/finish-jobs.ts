import "#server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { admitRuns } from "../queue/admit-runs.ts";
import type { Queue, QueueClaim, RunJob } from "../queue/open-queue.ts";
import type { RunLimits } from "../runs/run-limits.ts";

/** A run that is over, and the job that stood for it. Without a workspace where the run is there no more. */
export type FinishedRun = { workspaceId: string | undefined; claim: QueueClaim<RunJob> };

/**
 * Takes the jobs of runs that are over out of the queue and puts what waited for their places into it, in one transaction:
 * whoever dies in between has done neither, and whoever claims the job next finds the run over and does both.
 * Gives how many were put in; ring the bell of the queue after the commit.
 */
export async function finishRunJobs(
  client: pg.ClientBase,
  queue: Queue,
  { runs, limits }: { runs: readonly FinishedRun[]; limits: RunLimits },
): Promise<number> {
  if (runs.length === 0) return 0;
  await queue.finish(
    "runs",
    runs.map(({ claim }) => claim),
    "done",
    client,
  );
  const workspaceIds = [...new Set(runs.flatMap(({ workspaceId }) => workspaceId ?? []))];
  return admitRuns(client, queue, { workspaceIds, limits });
}

export type JobFinisher = { done: (run: FinishedRun) => void; settled: () => Promise<void> };

/**
 * Finishes jobs off the path of their runs, those that end together in one transaction. When this is lost, the job is
 * delivered again, and its claimer finds the run over.
 */
export function createJobFinisher(
  { database, queue, limits }: { database: Database; queue: Queue; limits: RunLimits },
  on: {
    /** So many runs were put into the queue. */ finished: (admitted: number) => void;
    failed: (error: Error) => void;
  },
): JobFinisher {
  let waiting: FinishedRun[] = [];
  let finishing: Promise<void> | null = null;

  async function finishAll() {
    await nextTurn();
    while (waiting.length > 0) {
      const runs = waiting;
      waiting = [];
      await inTransaction(database, (client) => finishRunJobs(client, queue, { runs, limits })).then((admitted) => {
        if (admitted > 0) queue.ring("runs");
        on.finished(admitted);
      }, on.failed);
    }
    finishing = null;
  }

  return {
    done(run) {
      waiting.push(run);
      finishing ??= finishAll();
    },
    settled: async () => void (await finishing),
  };
}
