import "#server-only";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { QUEUE_SCHEMA } from "./install-queue.ts";
import type { Queue } from "./open-queue.ts";

/**
 * Enqueues runs that are not over and whose job is gone: a queue restored from an older backup, retries used up, a job
 * deleted by hand. Nothing is forgotten as long as its row is there. Gives the number of runs.
 */
export async function requeueForgottenRuns({ database, queue }: { database: Database; queue: Queue }): Promise<number> {
  const count = await inTransaction(database, async (client) => {
    const { rows } = await client.query<{ id: string; priority: number }>(
      `select id, priority from runs
       where status in ('queued', 'running') and not exists (
         select 1 from ${QUEUE_SCHEMA}.job where job.name = 'runs' and job.id = runs.job_id and job.state < 'completed')
       limit 1000 for update skip locked`,
    );
    for (const { id, priority } of rows) {
      const jobId = await queue.enqueue(client, { runId: id, priority });
      await client.query("update runs set job_id = $2 where id = $1", [id, jobId]);
    }
    return rows.length;
  });
  if (count > 0) queue.ring("runs");
  return count;
}
