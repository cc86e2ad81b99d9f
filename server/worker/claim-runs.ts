import "#server-only";
import type pg from "pg";
import type { JsonValue } from "../../graph/json.ts";
import type { StepResultRecord } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import type { Database } from "../db/client.ts";
import type { Queue, QueueClaim, RunJob } from "../queue/open-queue.ts";
import { inTransaction } from "../db/in-transaction.ts";

export type ClaimedRun = {
  runId: string;
  workspaceId: string;
  /** Higher than that of anyone who held the run before: what they write now is refused. */
  attempt: number;
  lastSeq: number;
  graph: Graph;
  inputs: Record<string, JsonValue>;
  target: string | null;
  /** What earlier attempts finished; it does not run again. */
  finishedSteps: Record<string, StepResultRecord>;
  stepCount: number;
  enginesLost: number;
  workersLost: number;
  isCancelRequested: boolean;
  claim: QueueClaim<RunJob>;
};

/**
 * Takes up to `limit` runs for the worker. Queue and runs change in one transaction, so a worker that dies in between
 * has claimed nothing, and every job in hand has a run with an owner.
 */
export async function claimRuns(
  { database, queue }: { database: Database; queue: Queue },
  { workerId, limit }: { workerId: string; limit: number },
): Promise<ClaimedRun[]> {
  return inTransaction(database, async (client) => {
    const claims = await queue.claim("runs", limit, client);
    if (claims.length === 0) return [];
    const { rows } = await client.query<ClaimRow>({
      name: "claim-runs",
      text: claimStatement,
      values: valuesOf(claims, workerId),
    });
    const byRun = new Map(claims.map((claim) => [claim.data.runId, claim]));
    const steps = await finishedStepsOf(client, rows);
    const gone = claims.filter(({ data }) => !rows.some(({ id }) => id === data.runId));
    // Over already: cancelled while queued, or ended by a worker that died before it could say so to the queue.
    await queue.finish("runs", gone, "done", client);
    return rows.map((row) => ({
      runId: row.id,
      workspaceId: row.workspace_id,
      attempt: row.attempt,
      lastSeq: row.last_seq,
      graph: row.graph,
      inputs: row.inputs,
      target: row.target,
      finishedSteps: steps.get(row.id) ?? {},
      stepCount: row.step_counts.total,
      enginesLost: row.engines_lost,
      workersLost: row.workers_lost,
      isCancelRequested: row.cancel_requested_at !== null,
      claim: byRun.get(row.id)!,
    }));
  });
}

type ClaimRow = {
  id: string;
  workspace_id: string;
  attempt: number;
  last_seq: number;
  graph: Graph;
  inputs: Record<string, JsonValue>;
  target: string | null;
  step_counts: { total: number };
  engines_lost: number;
  workers_lost: number;
  cancel_requested_at: Date | null;
};

// An owner that is still there did not hand the run back: it died, or is about to find itself fenced.
const claimStatement = `
update runs set
  attempt = attempt + 1,
  owner = $1,
  job_id = claim.job_id,
  job_delivery = claim.delivery,
  status = 'running',
  started_at = coalesce(started_at, now()),
  workers_lost = workers_lost + (owner is not null)::int
from unnest($2::uuid[], $3::uuid[], $4::int[]) as claim(run_id, job_id, delivery)
where runs.id = claim.run_id and runs.status in ('queued', 'running')
returning id, workspace_id, attempt, last_seq, graph, inputs, target, step_counts, engines_lost, workers_lost,
  cancel_requested_at`;

function valuesOf(claims: readonly QueueClaim<RunJob>[], workerId: string) {
  return [
    workerId,
    claims.map(({ data }) => data.runId),
    claims.map(({ jobId }) => jobId),
    claims.map(({ delivery }) => delivery),
  ];
}

/**
 * In a statement after the claim, so that its snapshot holds what the former owner committed while the claim waited for
 * the row; from then on that owner is fenced.
 */
async function finishedStepsOf(client: pg.ClientBase, rows: ClaimRow[]) {
  const steps = new Map<string, Record<string, StepResultRecord>>();
  const resumed = rows.filter(({ attempt }) => attempt > 1).map(({ id }) => id);
  if (resumed.length === 0) return steps;
  const { rows: records } = await client.query<{ run_id: string; node_id: string; record: StepResultRecord }>(
    "select run_id, node_id, record from run_steps where run_id = any($1::uuid[])",
    [resumed],
  );
  for (const { run_id, node_id, record } of records) {
    const ofRun = steps.get(run_id) ?? {};
    ofRun[node_id] = record;
    steps.set(run_id, ofRun);
  }
  return steps;
}
