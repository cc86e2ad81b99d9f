import "#server-only";
import { and, eq, sql } from "drizzle-orm";
import { batches, batchItems } from "../db/schema/batches.ts";
import { channels } from "../queue/channels.ts";
import type { RunContext } from "../runs/run-services.ts";
import { requireBatchRow } from "./batch-rows.ts";
import { feedBatch } from "./feed-batch.ts";

/**
 * Ends a batch: items that have not begun never will, runs that go on are cancelled, what has ended stays as it ended.
 * That it is to end is stored first, so that the workers end the rest should this process die over it.
 *
 * @throws AppError NOT_FOUND
 */
export async function cancelBatch(context: RunContext, { batchId }: { batchId: string }): Promise<void> {
  const { tenant, runServices } = context;
  const { workspaceId } = tenant;
  await tenant.run(async (tx) => {
    // Locked: items that are being started have their runs before this, or never.
    const batch = await requireBatchRow(tx, { workspaceId, batchId, lock: "update" });
    const ofBatch = and(eq(batchItems.workspaceId, workspaceId), eq(batchItems.batchId, batchId));
    await tx
      .update(batchItems)
      .set({ state: "cancelled" })
      .where(and(ofBatch, eq(batchItems.state, "pending")));
    // Their runs stay as they ended.
    await tx
      .update(batchItems)
      .set({ state: "started" })
      .where(and(ofBatch, eq(batchItems.state, "retry")));
    await tx
      .update(batches)
      .set({ cancelRequestedAt: sql`coalesce(${batches.cancelRequestedAt}, now())`, hasWork: true })
      .where(and(eq(batches.workspaceId, workspaceId), eq(batches.id, batch.id)));
  });
  await feedBatch(context, batchId);
  runServices.bell.ring(channels.runs, `${workspaceId} ${batchId}`);
}
