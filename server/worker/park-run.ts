import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { RunEvent, StepFailureRecord } from "../../graph/run-events.ts";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { admitRuns } from "../queue/admit-runs.ts";
import type { Needs, Queue } from "../queue/open-queue.ts";
import { queuePriority } from "../queue/run-priority.ts";
import type { RunLimits } from "../runs/run-limits.ts";
import type { ClaimedRun } from "./claim-runs.ts";
import { isTransient } from "./is-transient.ts";

/**
 * - parked: nobody holds the run. Its job is done, and one for the time that comes first was put in its place.
 * - answered: while it was still working somebody answered; it is in the queue already.
 * - cancelled: somebody asked for that first. Nothing was changed.
 * - fenced: the run belongs to a newer attempt, or is over. Nothing was changed.
 */
export type ParkResult = "parked" | "answered" | "cancelled" | "fenced";

type Parked = {
  result: ParkResult;
  /** Runs of its workspace that got its place in the queue; ring the queue's bell for them. */
  admitted: number;
};

/**
 * Lets go of a run that has nothing left to do but wait. All of its events are durable. State, end of the job and the job
 * that follows commit together, so a worker that dies at any point leaves either a run that is still its own or one that
 * comes back by itself.
 */
export async function parkRun(
  { database, queue, limits }: { database: Database; queue: Queue; limits: RunLimits },
  run: ClaimedRun,
  failedSteps: Record<string, StepFailureRecord>,
): Promise<Parked> {
  for (;;) {
    try {
      return await inTransaction(database, (client) => park(client, queue, { run, failedSteps, limits }));
    } catch (error) {
      if (error instanceof NotOurs) return { result: error.result, admitted: 0 };
      if (!isTransient(error)) throw error;
      await sleep(500);
    }
  }
}

/** Rolls the transaction back: the job stays with whoever has it. */
class NotOurs extends Error {
  readonly result: ParkResult;
  constructor(result: ParkResult) {
    super(result);
    this.result = result;
  }
}

async function park(
  client: pg.ClientBase,
  queue: Queue,
  { run, failedSteps, limits }: { run: ClaimedRun; failedSteps: Record<string, StepFailureRecord>; limits: RunLimits },
): Promise<Parked> {
  // The job before the run, as claims take them.
  await queue.finish("runs", [run.claim], "done", client);
  const { rows } = await client.query<ParkedRow>(
    `update runs set status = 'waiting', owner = null, job_id = null, last_seq = last_seq + 1, failed_steps = $3,
       times_parked = times_parked + 1,
       worked_ms = worked_ms + least(2e9, extract(epoch from now() - claimed_at) * 1000)::int
     where id = $1 and attempt = $2 and status = 'running'
     returning last_seq, priority, needs, cancel_requested_at is not null as is_cancelled`,
    [run.runId, run.attempt, JSON.stringify(failedSteps)],
  );
  const [parked] = rows;
  if (!parked) throw new NotOurs("fenced");
  if (parked.is_cancelled) throw new NotOurs("cancelled");
  const event: RunEvent = { type: "run.waiting", at: Date.now() };
  await client.query("insert into run_events (workspace_id, run_id, seq, type, event) values ($1, $2, $3, $4, $5)", [
    run.workspaceId,
    run.runId,
    parked.last_seq,
    event.type,
    JSON.stringify(event),
  ]);

  const open = await client.query<{ is_answered: boolean; due_at: Date | null }>(openStatement, [
    run.runId,
    Object.keys(failedSteps),
  ]);
  const { is_answered: isAnswered, due_at: dueAt } = open.rows[0]!;
  if (isAnswered) await client.query("update runs set status = 'queued' where id = $1", [run.runId]);
  else if (dueAt) {
    const { priority, needs } = parked;
    const place = { runId: run.runId, priority: queuePriority(priority, 0), needs, startAfter: dueAt };
    const jobId = await queue.enqueue(client, place);
    await client.query("update runs set job_id = $2 where id = $1", [run.runId, jobId]);
  }
  // What waits holds no place of its workspace's share. Answered already, it stands in line for one with the others.
  const admitted = await admitRuns(client, queue, { workspaceIds: [run.workspaceId], limits });
  return { result: isAnswered ? "answered" : "parked", admitted };
}

type ParkedRow = { last_seq: number; priority: number; needs: Needs; is_cancelled: boolean };

/** Whether a step that has not ended has all of its answers, and when the first time comes that is still waited for. */
const openStatement = `
with open as (
  select node_id, bool_and(answer is not null) as is_answered, min(due_at) filter (where answer is null) as due_at
  from waits
  where run_id = $1 and node_id <> all($2::text[])
    and not exists (select from run_steps where run_steps.run_id = waits.run_id and run_steps.node_id = waits.node_id)
  group by node_id
)
select coalesce(bool_or(is_answered), false) as is_answered, min(due_at) as due_at from open`;
