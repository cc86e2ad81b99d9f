import "#server-only";
import type pg from "pg";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { admitRuns } from "../queue/admit-runs.ts";
import type { Queue, QueueClaim, RunJob } from "../queue/open-queue.ts";
import type { RunLimits } from "../runs/run-limits.ts";

/**
 * Takes the jobs of runs that are over out of the queue and puts what waited for their places into it, in one transaction:
 * whoever dies in between has done neither, and whoever claims the job next finds the run over and does both.
 * Gives how many were put in; ring the bell of the queue after the commit.
 */
export async function finishRunJobs(
  client: pg.ClientBase,
  queue: Queue,
  { claims, limits }: { claims: readonly QueueClaim<RunJob>[]; limits: RunLimits },
): Promise<number> {
  if (claims.length === 0) return 0;
  await queue.finish("runs", claims, "done", client);
  const { rows } = await client.query<{ workspace_id: string }>(
    "select distinct workspace_id from runs where id = any($1::uuid[])",
    [claims.map(({ data }) => data.runId)],
  );
  return admitRuns(client, queue, { workspaceIds: rows.map(({ workspace_id }) => workspace_id), limits });
}

export type JobFinisher = { done: (claim: QueueClaim<RunJob>) => void; settled: () => Promise<void> };

/**
 * Finishes jobs off the path of their runs, those that end together in one transaction. When this is lost, the job is
 * delivered again, and its claimer finds the run over.
 */
export function createJobFinisher(
  { database, queue, limits }: { database: Database; queue: Queue; limits: RunLimits },
  on: { finished: () => void; failed: (error: Error) => void },
): JobFinisher {
  let waiting: QueueClaim<RunJob>[] = [];
  let finishing: Promise<void> | null = null;

  async function finishAll() {
    await Promise.resolve();
    while (waiting.length > 0) {
      const claims = waiting;
      waiting = [];
      await inTransaction(database, (client) => finishRunJobs(client, queue, { claims, limits })).then((admitted) => {
        if (admitted > 0) queue.ring("runs");
        on.finished();
      }, on.failed);
    }
    finishing = null;
  }

  return {
    done(claim) {
      waiting.push(claim);
      finishing ??= finishAll();
    },
    settled: async () => void (await finishing),
  };
}
