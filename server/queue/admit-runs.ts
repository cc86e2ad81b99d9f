import "#server-only";
import type { RunLimits } from "../runs/run-limits.ts";
import { type Needs, type Queue, queryIn, type QueueTransaction, type RunJob } from "./open-queue.ts";
import { queuePriority, shareOf } from "./run-priority.ts";

/** First of the two keys of the lock; the second is the workspace's. */
const ADMISSION_LOCK = 727_004;

type WaitingRow = {
  workspace_id: string;
  id: string;
  priority: number;
  needs: string[];
  live: number;
};

/**
 * Puts runs that wait for their workspace's share into the queue, as far as there is room in it: interactive ones first,
 * then the oldest. To be called after a run came to wait, and wherever one leaves the queue for good. Gives how many were
 * put in; ring the bell of the queue after the commit.
 *
 * Only these few stand in the queue, however many a workspace has waiting, so one that waits with ten thousand runs is
 * no more in the way of the others than one that waits with sixteen.
 */
export async function admitRuns(
  tx: QueueTransaction,
  queue: Queue,
  { workspaceIds, limits }: { workspaceIds: readonly string[]; limits: RunLimits },
): Promise<number> {
  if (workspaceIds.length === 0) return 0;
  const { query } = queryIn(tx);
  // In a statement before the count, so that the count sees what those did who held the lock before.
  await query("admit-lock", lockStatement, [workspaceIds]);
  const waiting = await query<WaitingRow>("admit-waiting", waitingStatement, [workspaceIds, limits.running]);
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
  await query("admit-runs", admitStatement, [admitted.map(({ runId }) => runId), jobIds]);
  return admitted.length;
}

/**
 * One at a time for each workspace, in the order of their keys, so that no two wait for each other. Not a lock of a row that
 * others need: starts of the workspace go on meanwhile.
 */
const lockStatement = `
select pg_advisory_xact_lock(${ADMISSION_LOCK}, key)
from (select distinct hashtext(id::text) as key from unnest($1::uuid[]) as id order by 1) as workspace`;

const admitStatement = `
update runs set job_id = admitted.job_id from unnest($1::uuid[], $2::uuid[]) as admitted(run_id, job_id)
where runs.id = admitted.run_id and runs.status = 'queued' and runs.job_id is null`;

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
  order by priority desc, number limit greatest($2::int - live.count, 0)
) as waiting
order by waiting.priority desc, waiting.number`;
