import "#server-only";
import type { RunLimits } from "../runs/run-limits.ts";
import { type Needs, type Queue, queryIn, type QueueTransaction, type RunJob } from "./open-queue.ts";
import { queuePriority, shareOf } from "./run-priority.ts";

type WaitingRow = {
  workspace_id: string;
  id: string;
  priority: number;
  needs: string[];
  live: number;
};

/**
 * Puts runs that wait for their workspace's share into the queue, as far as there is room in it: interactive ones first,
 * then the oldest. To be called wherever a run leaves the queue for good. Gives how many were put in; ring the bell of the
 * queue after the commit.
 *
 * Only these few stand in the queue, however many a workspace has waiting, so one that waits with ten thousand runs is
 * no more in the way of the others than one that waits with sixteen.
 */
export async function admitRuns(
  tx: QueueTransaction,
  queue: Queue,
  { workspaceIds, limits }: { workspaceIds: readonly string[]; limits: RunLimits },
): Promise<number> {
  const { query } = queryIn(tx);
  // In a statement before the count: whoever starts a run counts under the same lock, so neither misses the other.
  const locked = await query<{ workspace_id: string }>(
    "select workspace_id from run_counters where workspace_id = any($1::uuid[]) order by workspace_id for update",
    [workspaceIds],
  );
  if (locked.length === 0) return 0;
  const waiting = await query<WaitingRow>(waitingStatement, [
    locked.map(({ workspace_id }) => workspace_id),
    limits.running,
  ]);
  const live = new Map<string, number>();
  const admitted: (RunJob & { priority: number; needs: Needs })[] = [];
  for (const { workspace_id, id, priority, needs, ...row } of waiting) {
    const others = live.get(workspace_id) ?? row.live;
    if (others >= shareOf(priority, limits)) continue;
    admitted.push({ runId: id, priority: queuePriority(priority, others), needs });
    live.set(workspace_id, others + 1);
  }
  if (admitted.length === 0) return 0;
  const jobIds = await queue.enqueueAll(tx, admitted);
  await query(
    `update runs set job_id = admitted.job_id from unnest($1::uuid[], $2::uuid[]) as admitted(run_id, job_id)
     where runs.id = admitted.run_id and runs.status = 'queued' and runs.job_id is null`,
    [admitted.map(({ runId }) => runId), jobIds],
  );
  return admitted.length;
}

const waitingStatement = `
select waiting.workspace_id, waiting.id, waiting.priority, waiting.needs, live.count as live
from unnest($1::uuid[]) as workspace(id)
cross join lateral (
  select count(*)::int as count from runs
  where workspace_id = workspace.id and job_id is not null and status in ('queued', 'running')
) as live
cross join lateral (
  select workspace_id, id, number, priority, needs from runs
  where workspace_id = workspace.id and job_id is null and status = 'queued'
  order by priority desc, number limit $2
) as waiting
order by waiting.priority desc, waiting.number`;
