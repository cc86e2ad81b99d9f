import "#server-only";
import type pg from "pg";
import type { JsonValue } from "../../graph/json.ts";
import type { StepFailureRecord, StepResultRecord } from "../../graph/run-events.ts";
import type { RunPart } from "../../graph/run-part.ts";
import type { RunTrigger } from "../../graph/run-triggers.ts";
import type { Graph } from "../../graph/schema.ts";
import type { SubGraphs } from "../../graph/sub-graphs.ts";
import type { KnownWaits } from "../../graph/waits.ts";
import type { Database } from "../db/client.ts";
import { inTransaction } from "../db/in-transaction.ts";
import type { Needs, Queue, QueueClaim, RunJob } from "../queue/open-queue.ts";
import { queuePriority } from "../queue/run-priority.ts";
import { defaultRunLimits, type RunLimits } from "../runs/run-limits.ts";
import { finishRunJobs } from "./finish-jobs.ts";
import { takeWaits } from "./take-waits.ts";

export type ClaimedRun = {
  runId: string;
  workspaceId: string;
  workflowId: string;
  number: number;
  /** Higher than that of anyone who held the run before: what they write now is refused. */
  attempt: number;
  lastSeq: number;
  graph: Graph;
  subGraphs: SubGraphs;
  inputs: Record<string, JsonValue>;
  part: RunPart;
  noCache: boolean;
  /** What earlier attempts finished, or an earlier run left, which says so; it does not run again. */
  finishedSteps: Record<string, StepResultRecord>;
  /** What failed before it was parked, and what it waited for then. */
  failedSteps: Record<string, StepFailureRecord>;
  waits: KnownWaits;
  /** What is left of its time limit; null without one. */
  timeoutMs: number | null;
  timesParked: number;
  stepCount: number;
  enginesLost: number;
  workersLost: number;
  isCancelRequested: boolean;
  priority: number;
  isProfiled: boolean;
  /** The batch that it is an item of. */
  batchId: string | null;
  trigger: RunTrigger;
  claim: QueueClaim<RunJob>;
};

export type ClaimRequest = {
  workerId: string;
  limit: number;
  minPriority?: number;
  /** What this worker has; others' runs go back to the queue. */
  labels?: readonly string[];
  /** Needs that this worker was found not to meet. Claiming adds to it, so that it meets with each only once. */
  unmet?: Needs[];
};

/** `hasPassedOver` says that claims were given back, so there may be more for this worker behind them. */
export type Claimed = { runs: ClaimedRun[]; hasPassedOver: boolean };

/**
 * Takes up to `limit` runs for the worker. Queue and runs change in one transaction, so a worker that dies in between
 * has claimed nothing, and every job in hand has a run with an owner.
 */
export async function claimRuns(
  { database, queue, limits = defaultRunLimits }: { database: Database; queue: Queue; limits?: RunLimits },
  { workerId, limit, minPriority, labels = [], unmet = [] }: ClaimRequest,
): Promise<Claimed> {
  const { freed, ...claimed } = await inTransaction(database, async (client) => {
    const only = { exceptNeeds: unmet, ...(minPriority !== undefined && { minPriority }) };
    const claims = await queue.claim("runs", limit, client, only);
    if (claims.length === 0) return { runs: [], hasPassedOver: false, freed: 0 };
    const { rows } = await client.query<ClaimRow>({
      name: "claim-runs",
      text: claimStatement,
      values: valuesOf(claims, { workerId, labels }),
    });
    // By their jobs: a job that was left over may be among them beside the run's own.
    const byJob = new Map(claims.map((claim) => [claim.jobId, claim]));
    const resumed = rows.filter(({ attempt, takes_over }) => attempt > 1 || takes_over).map(({ id }) => id);
    const steps = await finishedStepsOf(client, resumed);
    const waits = await takeWaits(client, resumed);
    const rest = claims.filter(({ jobId }) => !rows.some(({ job_id }) => job_id === jobId));
    const passedOver = await passOver(client, queue, rest);
    unmet.push(...passedOver.needs);
    // Over already: cancelled while queued, or ended by a worker that died before it could say so to the queue.
    const gone = rest.filter((claim) => !passedOver.claims.includes(claim));
    const finished = await withWorkspaces(client, gone);
    const freed = passedOver.claims.length + (await finishRunJobs(client, queue, { runs: finished, limits }));
    const runs = rows.map((row) => ({
      runId: row.id,
      workspaceId: row.workspace_id,
      workflowId: row.workflow_id,
      number: row.number,
      attempt: row.attempt,
      lastSeq: row.last_seq,
      graph: row.graph,
      subGraphs: row.sub_graphs,
      inputs: row.inputs,
      part: row.part,
      noCache: row.no_cache,
      finishedSteps: steps.get(row.id) ?? {},
      failedSteps: row.failed_steps ?? {},
      waits: waits.get(row.id) ?? {},
      timeoutMs: row.timeout_ms === null ? null : row.timeout_ms - row.worked_ms,
      timesParked: row.times_parked,
      stepCount: row.step_counts.total,
      enginesLost: row.engines_lost,
      workersLost: row.workers_lost,
      isCancelRequested: row.cancel_requested_at !== null,
      priority: row.priority,
      isProfiled: row.is_profiled,
      batchId: row.batch_id,
      trigger: row.trigger,
      claim: byJob.get(row.job_id)!,
    }));
    return { runs, hasPassedOver: passedOver.claims.length > 0, freed };
  });
  if (freed > 0) queue.ring("runs");
  return claimed;
}

async function withWorkspaces(client: pg.ClientBase, claims: readonly QueueClaim<RunJob>[]) {
  if (claims.length === 0) return [];
  const { rows } = await client.query<{ id: string; workspace_id: string }>(
    "select id, workspace_id from runs where id = any($1::uuid[])",
    [claims.map(({ data }) => data.runId)],
  );
  return claims.map((claim) => ({ claim, workspaceId: rows.find(({ id }) => id === claim.data.runId)?.workspace_id }));
}

/**
 * Puts claims of runs that need what this worker lacks back into the queue, under their needs, so that it is not offered
 * them again. A run whose place in the queue did not say what it needs gets one that does.
 */
async function passOver(client: pg.ClientBase, queue: Queue, rest: readonly QueueClaim<RunJob>[]) {
  if (rest.length === 0) return { claims: [], needs: [] };
  const { rows } = await client.query<{ id: string; priority: number; needs: string[] }>(
    `select id, priority, needs from runs
     where id = any($1::uuid[]) and job_id = any($2::uuid[]) and status in ('queued', 'running', 'waiting') and needs <> '{}'`,
    [rest.map(({ data }) => data.runId), rest.map(({ jobId }) => jobId)],
  );
  const claims = rest.filter(({ data }) => rows.some(({ id }) => id === data.runId));
  await queue.finish("runs", claims, "done", client);
  for (const { id, priority, needs } of rows) {
    const jobId = await queue.enqueue(client, { runId: id, priority: queuePriority(priority, 0), needs });
    await client.query("update runs set job_id = $2 where id = $1", [id, jobId]);
  }
  return { claims, needs: [...new Map(rows.map(({ needs }) => [needs.join(" "), needs])).values()] };
}

type ClaimRow = {
  id: string;
  job_id: string;
  workspace_id: string;
  workflow_id: string;
  number: number;
  attempt: number;
  last_seq: number;
  graph: Graph;
  sub_graphs: SubGraphs;
  inputs: Record<string, JsonValue>;
  part: RunPart;
  takes_over: boolean;
  no_cache: boolean;
  step_counts: { total: number };
  failed_steps: Record<string, StepFailureRecord> | null;
  times_parked: number;
  timeout_ms: number | null;
  worked_ms: number;
  engines_lost: number;
  workers_lost: number;
  cancel_requested_at: Date | null;
  priority: number;
  is_profiled: boolean;
  batch_id: string | null;
  trigger: RunTrigger;
};

/** Milliseconds since the claim before this one, as far as an integer counts. */
const WORKED_MS = "least(2e9, coalesce(extract(epoch from now() - claimed_at) * 1000, 0))::int";

// An owner that is still there did not hand the run back: it died, or is about to find itself fenced. A job that is no
// longer the run's own was left over: an answer came before the time for which it was put there.
const claimStatement = `
update runs set
  attempt = attempt + 1,
  owner = $1,
  job_delivery = claim.delivery,
  status = 'running',
  started_at = coalesce(started_at, now()),
  workers_lost = workers_lost + (owner is not null)::int,
  worked_ms = worked_ms + case status when 'running' then ${WORKED_MS} else 0 end,
  claimed_at = now()
from unnest($2::uuid[], $3::uuid[], $4::int[]) as claim(run_id, job_id, delivery)
where runs.id = claim.run_id and runs.job_id = claim.job_id and runs.needs <@ $5::text[]
  and runs.status in ('queued', 'running', 'waiting')
returning id, runs.job_id, workspace_id, workflow_id, number, attempt, last_seq, graph, sub_graphs, inputs, part, no_cache, base is not null as takes_over,
  step_counts, engines_lost, workers_lost, failed_steps, times_parked, timeout_ms, worked_ms, cancel_requested_at, priority,
  is_profiled, batch_id, trigger`;

function valuesOf(
  claims: readonly QueueClaim<RunJob>[],
  { workerId, labels }: { workerId: string; labels: readonly string[] },
) {
  return [
    workerId,
    claims.map(({ data }) => data.runId),
    claims.map(({ jobId }) => jobId),
    claims.map(({ delivery }) => delivery),
    labels,
  ];
}

/**
 * In a statement after the claim, so that its snapshot holds what the former owner committed while the claim waited for
 * the row; from then on that owner is fenced.
 */
async function finishedStepsOf(client: pg.ClientBase, resumed: readonly string[]) {
  const steps = new Map<string, Record<string, StepResultRecord>>();
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
