import "#server-only";
import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import { workers } from "../db/schema/workers.ts";
import type { RunContext } from "./run-services.ts";

/** Why a run has not started. */
export type RunWait =
  | { kind: "no-worker" }
  /** No worker has these devices. */
  | { kind: "needs"; needs: string[] }
  /** Its workspace has as many runs at work as it may. */
  | { kind: "share"; running: number }
  /** The workers are busy with others, or are about to take it. */
  | { kind: "turn" };

/**
 * Null when it has started, or is over.
 *
 * @throws AppError NOT_FOUND for an unknown and another workspace's run alike.
 */
export async function explainWait(
  { tenant }: Pick<RunContext, "tenant">,
  { runId }: { runId: string },
): Promise<RunWait | null> {
  const isOurs = eq(runs.workspaceId, tenant.workspaceId);
  return tenant.run(async (tx) => {
    const [run] = await tx
      .select({ status: runs.status, owner: runs.owner, needs: runs.needs, jobId: runs.jobId })
      .from(runs)
      .where(and(isOurs, eq(runs.id, runId)));
    if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
    const isWaiting = run.status === "queued" || (run.status === "running" && run.owner === null);
    if (!isWaiting) return null;
    const living = await tx
      .select({ labels: workers.labels })
      .from(workers)
      .where(gt(workers.seenAt, sql`now() - interval '1 minute'`));
    if (living.length === 0) return { kind: "no-worker" };
    const canTake = living.some(({ labels }) => run.needs.every((need) => labels.includes(need)));
    if (!canTake) return { kind: "needs", needs: run.needs };
    if (run.jobId !== null) return { kind: "turn" };
    const [live] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(runs)
      .where(and(isOurs, isNotNull(runs.jobId), sql`${runs.status} in ('queued', 'running')`));
    return { kind: "share", running: live!.count };
  });
}
