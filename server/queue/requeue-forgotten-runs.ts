import "#server-only";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { RunLimits } from "../runs/run-limits.ts";
import { admitRuns } from "./admit-runs.ts";
import { QUEUE_SCHEMA } from "./install-queue.ts";
import type { Queue } from "./open-queue.ts";
import { queuePriority } from "./run-priority.ts";

/**
 * Enqueues runs that are not over and whose job is gone: a queue restored from an older backup, retries used up, a job
 * deleted by hand; and runs that still wait for their workspace's share though there is room in it, because a limit was
 * raised, or whoever started them died before it could admit them. Nothing is forgotten as long as its row is there. Gives the number of runs.
 */
export async function requeueForgottenRuns({
  database,
  queue,
  limits,
}: {
  database: Database;
  queue: Queue;
  limits: RunLimits;
}): Promise<number> {
  const count = await inTransaction(database, async (client) => {
    const { rows } = await client.query<{ id: string; priority: number; needs: string[] }>(
      `select id, priority, needs from runs
       where job_id is not null
       and (status in ('queued', 'running') or status = 'waiting' and exists (
         select 1 from waits where waits.run_id = runs.id and waits.answer is null and waits.due_at < now()))
       and not exists (
         select 1 from ${QUEUE_SCHEMA}.job where job.name = 'runs' and job.id = runs.job_id and job.state < 'completed')
       limit 1000 for update skip locked`,
    );
    for (const { id, priority, needs } of rows) {
      const jobId = await queue.enqueue(client, { runId: id, priority: queuePriority(priority, 0), needs });
      await client.query("update runs set job_id = $2 where id = $1", [id, jobId]);
    }
    return rows.length;
  });
  const { rows: waiting } = await database.$client.query<{ workspace_id: string }>(
    "select distinct workspace_id from runs where status = 'queued' and job_id is null limit 1000",
  );
  let admitted = 0;
  for (const { workspace_id } of waiting) {
    // Each for itself: admitting keeps others from it.
    admitted += await inTransaction(database, (client) =>
      admitRuns(client, queue, { workspaceIds: [workspace_id], limits }),
    );
  }
  if (count + admitted > 0) queue.ring("runs");
  return count;
}
