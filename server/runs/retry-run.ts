import "#server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { RunEvent } from "../../graph/run-events.ts";
import { AppError } from "../app-error.ts";
import { users } from "../db/schema/accounts.ts";
import { apiKeys } from "../db/schema/api-keys.ts";
import { END_BEFORE_RETRY, runEvents, runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { channels } from "../queue/channels.ts";
import { runPriorities, type RunUrgency } from "../queue/run-priority.ts";
import { factsBeforeEnd } from "./facts/facts-before-end.ts";
import { refuseOverfullQueue } from "./insert-run.ts";
import { starterName } from "./starter-name.ts";
import type { RunContext } from "./run-services.ts";

/**
 * Puts a run that failed or was cancelled back into the queue: what had succeeded is not run again, the rest is. Its end
 * makes way for a further one, in one transaction and under the lock of its row, so that of two who retry at once one is
 * refused, and whoever held the run before still writes nothing.
 *
 * @throws AppError NOT_FOUND for another workspace's run, and when its workflow was removed; CONFLICT "not-retriable" for a
 *   run that goes on or succeeded; TOO_MANY_REQUESTS when too much is queued.
 */
export async function retryRun(context: RunContext, { runId }: { runId: string }): Promise<{ runId: string }> {
  const { tenant, userId, runServices } = context;
  const { workspaceId } = tenant;
  const { limits } = runServices;
  await tenant.run((tx) =>
    reopenRun(tx, { workspaceId, userId, runId, urgency: "interactive", mostQueued: limits.queued }),
  );
  await runServices.admissions.admit(tenant, "urgently");
  runServices.bell.ring(channels.runs, `${workspaceId} ${runId}`);
  return { runId };
}

type Reopening = { workspaceId: string; userId: string; runId: string; urgency: RunUrgency; mostQueued: number };

/** The same as part of a transaction, which may go on when this is refused; `admit` then puts the run into the queue. */
export async function reopenRun(
  tx: TenantTransaction,
  { workspaceId, userId, runId, urgency, mostQueued }: Reopening,
): Promise<void> {
  const isThisRun = and(eq(runs.workspaceId, workspaceId), eq(runs.id, runId));
  const [run] = await tx.select().from(runs).where(isThisRun).for("update");
  if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
  if (run.status !== "failed" && run.status !== "cancelled") throw notRetriable(run);
  const [workflow] = await tx
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, run.workflowId), isNull(workflows.removedAt)))
    .for("share");
  if (!workflow) throw new AppError("NOT_FOUND", "The workflow of this run was removed, so it cannot go on.");
  await refuseOverfullQueue(tx, workspaceId, mostQueued);
  await tx
    .update(runEvents)
    .set({ type: END_BEFORE_RETRY })
    .where(and(eq(runEvents.workspaceId, workspaceId), eq(runEvents.runId, runId), eq(runEvents.type, "run.finished")));
  const seq = run.lastSeq + 1;
  const event: RunEvent = { type: "run.retried", at: Date.now(), by: await nameOf(tx, userId) };
  await tx.insert(runEvents).values({ workspaceId, runId, seq, type: event.type, event });
  // What a step that did not get to its end was answered, it asks for again.
  await tx.execute(sql`
    delete from waits where workspace_id = ${workspaceId} and run_id = ${runId} and not exists (
      select 1 from run_steps where run_steps.run_id = waits.run_id and run_steps.node_id = waits.node_id)`);
  const { paused: _paused, ...counts } = run.stepCounts;
  await tx
    .update(runs)
    .set({
      status: "queued",
      // Fences whoever held it: the number of a batch that was refused could be that of the event above.
      attempt: run.attempt + 1,
      owner: null,
      jobId: null,
      jobDelivery: null,
      lastSeq: seq,
      stepCounts: { ...counts, running: 0, failed: 0, skipped: 0 },
      failure: null,
      ...factsBeforeEnd(run),
      failedSteps: null,
      // Whoever retries has looked at what went wrong: engines and attempts are counted anew.
      enginesLost: 0,
      workersLost: 0,
      timesParked: run.attempt + 1,
      workedMs: 0,
      claimedAt: null,
      cancelRequestedAt: null,
      startedAt: null,
      finishedAt: null,
      priority: runPriorities[urgency],
    })
    .where(isThisRun);
}

/** As the list of runs names who started them: a person, or an API key by "key:" and its id. */
async function nameOf(tx: TenantTransaction, userId: string): Promise<string> {
  const keyId = /^key:(.+)$/.exec(userId)?.[1];
  if (keyId !== undefined) {
    const [key] = await tx.select({ name: apiKeys.name }).from(apiKeys).where(eq(apiKeys.id, keyId));
    return starterName({ startedBy: userId, userName: null, keyName: key?.name ?? null });
  }
  const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId));
  return starterName({ startedBy: userId, userName: user?.name ?? null, keyName: null });
}

function notRetriable({ number, status }: { number: number; status: string }): AppError {
  const why =
    status === "succeeded"
      ? "succeeded, so there is nothing to retry. Replay it to run it anew"
      : `is ${status}. Only a run that failed or was cancelled can be retried`;
  return new AppError("CONFLICT", `Run ${number} ${why}.`, { reason: "not-retriable" });
}
