import "#server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { batches, batchItems } from "../db/schema/batches.ts";
import { runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import { channels } from "../queue/channels.ts";
import type { RunContext } from "../runs/run-services.ts";
import { requireBatchRow } from "./batch-rows.ts";

/**
 * Lets the items that failed, or those that were cancelled, go on: their runs are retried, and where there was none one is
 * started. Only says so; the workers do it as there is room. Items that are to go on already count no second time.
 *
 * @throws AppError NOT_FOUND, also when the workflow was removed; CONFLICT "nothing-to-retry"
 */
export async function retryBatch(
  { tenant, userId, runServices }: RunContext,
  { batchId, status }: { batchId: string; status: "failed" | "cancelled" },
): Promise<{ retried: number }> {
  const { workspaceId } = tenant;
  const retried = await tenant.run(async (tx) => {
    const batch = await requireBatchRow(tx, { workspaceId, batchId, lock: "update" });
    const [workflow] = await tx
      .select({ id: workflows.id })
      .from(workflows)
      .where(
        and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, batch.workflowId), isNull(workflows.removedAt)),
      );
    if (!workflow) throw new AppError("NOT_FOUND", "The workflow of this batch was removed, so it cannot go on.");
    const ofBatch = and(eq(batchItems.workspaceId, workspaceId), eq(batchItems.batchId, batchId));
    const without = await tx
      .update(batchItems)
      .set({ state: "pending", error: null })
      .where(and(ofBatch, eq(batchItems.state, status === "failed" ? "refused" : "cancelled")))
      .returning({ position: batchItems.position });
    const withRun = await tx
      .update(batchItems)
      .set({ state: "retry" })
      .from(runs)
      .where(
        and(
          ofBatch,
          eq(batchItems.state, "started"),
          eq(runs.workspaceId, workspaceId),
          eq(runs.id, batchItems.runId),
          eq(runs.status, status),
        ),
      )
      .returning({ position: batchItems.position });
    const count = without.length + withRun.length;
    if (count === 0) {
      throw new AppError("CONFLICT", `No item of this batch is ${status}, so there is nothing to retry.`, {
        reason: "nothing-to-retry",
      });
    }
    await tx
      .update(batches)
      .set({ cancelRequestedAt: null, hasWork: true, resumedAt: sql`now()`, retriedBy: userId })
      .where(and(eq(batches.workspaceId, workspaceId), eq(batches.id, batchId)));
    return count;
  });
  runServices.bell.ring(channels.queue, "batches");
  runServices.bell.ring(channels.runs, `${workspaceId} ${batchId}`);
  return { retried };
}
