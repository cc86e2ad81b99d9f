import "#server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { type BatchCounts, type BatchItemStatus, batchItemStatuses } from "../../graph/batches.ts";
import { AppError } from "../app-error.ts";
import { batches, batchItems } from "../db/schema/batches.ts";
import { runs } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** How an item stands, over `batch_items` left joined with `runs` by `itemRun`. */
export const itemStatus: SQL<BatchItemStatus> = sql`case
  when ${batchItems.state} = 'refused' then 'failed'
  when ${batchItems.state} = 'cancelled' then 'cancelled'
  when ${batchItems.state} in ('pending', 'retry') then 'queued'
  else coalesce(${runs.status}, 'deleted') end`;

export const itemRun: SQL = and(eq(runs.workspaceId, batchItems.workspaceId), eq(runs.id, batchItems.runId))!;

export type BatchRow = typeof batches.$inferSelect;

/** @throws AppError NOT_FOUND for another workspace's batch too */
export async function requireBatchRow(
  tx: TenantTransaction,
  { workspaceId, batchId, lock }: { workspaceId: string; batchId: string; lock?: "update" },
): Promise<BatchRow> {
  const query = tx
    .select()
    .from(batches)
    .where(and(eq(batches.workspaceId, workspaceId), eq(batches.id, batchId)));
  const [batch] = await (lock ? query.for(lock) : query);
  if (!batch) throw new AppError("NOT_FOUND", "There is no such batch.");
  return batch;
}

/** By the batch's id: how many of its items stand how. */
export async function countItems(
  tx: TenantTransaction,
  { workspaceId, where }: { workspaceId: string; where: SQL },
): Promise<Map<string, BatchCounts>> {
  const rows = await tx
    .select({ batchId: batchItems.batchId, status: itemStatus, count: sql<number>`count(*)::int` })
    .from(batchItems)
    .leftJoin(runs, itemRun)
    .where(and(eq(batchItems.workspaceId, workspaceId), where))
    .groupBy(batchItems.batchId, itemStatus);
  const counts = new Map<string, BatchCounts>();
  for (const { batchId, status, count } of rows) {
    const known = counts.get(batchId) ?? noItems();
    known[status] = count;
    counts.set(batchId, known);
  }
  return counts;
}

export function noItems(): BatchCounts {
  return Object.fromEntries(batchItemStatuses.map((status) => [status, 0])) as BatchCounts;
}
