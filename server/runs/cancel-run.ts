import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import type { RunEvent } from "../../graph/run-events.ts";
import { AppError } from "../app-error.ts";
import { runEvents, runs } from "../db/schema/runs.ts";
import { workers } from "../db/schema/workers.ts";
import type { Tenant, TenantTransaction } from "../db/tenant.ts";
import { channels } from "../queue/channels.ts";
import type { RunServices } from "./run-services.ts";

type CancelContext = { tenant: Tenant; runServices: Pick<RunServices, "queue" | "admissions" | "bell"> };

/**
 * Ends a run that no living worker holds, and tells the worker that holds it otherwise. A run that is over stays as it ended,
 * which `hadEnded` tells.
 *
 * @throws AppError NOT_FOUND for another workspace's run.
 */
export async function cancelRun(
  { tenant, runServices }: CancelContext,
  { runId }: { runId: string },
): Promise<{ hadEnded: boolean }> {
  const { hadEnded, jobToDrop } = await tenant.run(async (tx) => {
    const isThisRun = and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId));
    // Locked: a claim, a write or an end under way comes wholly before this or wholly after it.
    const [run] = await tx.select().from(runs).where(isThisRun).for("update");
    if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
    if (run.finishedAt) return { hadEnded: true, jobToDrop: null };
    if (await isHeld(tx, run.owner)) {
      await tx
        .update(runs)
        .set({ cancelRequestedAt: sql`coalesce(${runs.cancelRequestedAt}, now())` })
        .where(isThisRun);
      return { hadEnded: false, jobToDrop: null };
    }
    const event: RunEvent = { type: "run.finished", at: Date.now(), outcome: "cancelled" };
    const seq = run.lastSeq + 1;
    await tx.insert(runEvents).values({ workspaceId: tenant.workspaceId, runId, seq, type: event.type, event });
    await tx
      .update(runs)
      .set({
        status: "cancelled",
        // Fences an owner that seemed dead and is not.
        attempt: run.attempt + 1,
        owner: null,
        lastSeq: seq,
        cancelRequestedAt: sql`coalesce(${runs.cancelRequestedAt}, now())`,
        finishedAt: sql`now()`,
      })
      .where(isThisRun);
    return { hadEnded: false, jobToDrop: run.jobId };
  });

  runServices.bell.ring(channels.cancel, runId);
  runServices.bell.ring(channels.runs, `${tenant.workspaceId} ${runId}`);
  // In no transaction with the run's row: a claim takes the two the other way round. Whoever claims the job finds the run over.
  if (jobToDrop) await leaveQueue({ tenant, runServices }, jobToDrop).catch(() => {});
  return { hadEnded };
}

/** Upkeep makes up for it where it fails. */
async function leaveQueue({ tenant, runServices }: CancelContext, jobId: string) {
  await runServices.queue.cancel(jobId);
  await runServices.admissions.admit(tenant);
}

/** A living worker's lock cannot be had. */
async function isHeld(tx: TenantTransaction, owner: string | null): Promise<boolean> {
  if (owner === null) return false;
  const rows = await tx
    .select({ id: workers.id })
    .from(workers)
    .where(and(eq(workers.id, owner), sql`not pg_try_advisory_xact_lock(${workers.lockKey})`));
  return rows.length > 0;
}
