import "#server-only";
import type pg from "pg";
import type { Queue } from "../queue/open-queue.ts";

/**
 * Gives runs back to the queue for any worker to go on with. They stay "running" for those who watch.
 * Fenced twice: only runs that `owner` still holds, and only the delivery of the job that it held.
 *
 * Gives the number of runs. Ring the bell of the queue after the commit.
 */
export async function handBackRuns(
  client: pg.ClientBase,
  queue: Queue,
  {
    owner,
    isLost,
    runIds,
  }: { owner: string; /** Its engine or worker died with them. */ isLost: boolean; runIds?: string[] },
): Promise<number> {
  // A run that was lost keeps its owner until it is claimed again, which is how the claim counts the loss.
  const { rows } = await client.query<{ id: string; job_id: string; job_delivery: number }>(
    `update runs set owner = case when $2 then owner end
     where owner = $1 and status = 'running' and ($3::uuid[] is null or id = any($3))
     returning id, job_id, job_delivery`,
    [owner, isLost, runIds ?? null],
  );
  const claims = rows.map((row) => ({ jobId: row.job_id, delivery: row.job_delivery, data: { runId: row.id } }));
  await queue.finish("runs", claims, "again", client);
  return rows.length;
}
