import "#server-only";
import { and, asc, count, eq, inArray, sql } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { batches, batchItems } from "../db/schema/batches.ts";
import { runs } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { channels } from "../queue/channels.ts";
import { insertRun } from "../runs/insert-run.ts";
import { reopenRun } from "../runs/retry-run.ts";
import { shownText } from "../values/storable-text.ts";
import type { BatchRow } from "./batch-rows.ts";
import { cancelRunsOf, type FeedContext } from "./cancel-batch-runs.ts";

/** Runs of one transaction: other starts of the workspace wait for so many at most. */
const AT_ONCE = 16;
const MAX_ERROR_CHARACTERS = 2_000;

/**
 * Does what is to be done for a batch: starts and retries items as far as there is room, or ends what a cancelled one
 * still has. To be called again when one of its runs ends.
 *
 * Runs are made a few at a time: each holds a copy of the graph, they count against what may wait in the workspace, and
 * other background runs wait behind them by their numbers. Twice the workspace's share is enough to never let it idle.
 * Whoever dies in between has done a part of it, each item wholly or not at all, and the next call does the rest.
 */
export async function feedBatch(context: FeedContext, batchId: string): Promise<void> {
  const { tenant, runServices } = context;
  for (;;) {
    const done = await tenant.run((tx) => feedOnce(tx, context, batchId));
    if (done === "cancelling") return endCancelled(context, batchId);
    if (done.fed === 0) return;
    await runServices.admissions.admit(tenant);
    runServices.bell.ring(channels.runs, `${tenant.workspaceId} ${batchId}`);
    if (!done.isMore) return;
  }
}

async function feedOnce(
  tx: TenantTransaction,
  { tenant: { workspaceId }, runServices: { limits } }: FeedContext,
  batchId: string,
): Promise<{ fed: number; isMore: boolean } | "cancelling"> {
  const isIt = and(eq(batches.workspaceId, workspaceId), eq(batches.id, batchId));
  // Whoever holds it feeds it, so nobody else need wait.
  const [batch] = await tx.select().from(batches).where(and(isIt, batches.hasWork)).for("update", { skipLocked: true });
  if (!batch) return { fed: 0, isMore: false };
  if (batch.cancelRequestedAt) return "cancelling";
  const room = Math.min(AT_ONCE, 2 * limits.running - (await countLive(tx, batch)));
  if (room <= 0) return { fed: 0, isMore: false };

  const items = await tx
    .select()
    .from(batchItems)
    .where(and(eq(batchItems.batchId, batchId), inArray(batchItems.state, ["pending", "retry"])))
    .orderBy(asc(batchItems.position))
    .limit(room);
  for (const item of items) {
    const next = await startItem(tx, batch, item, limits.queued);
    // Too much waits in the workspace: the rest is looked at again later.
    if (!next) return { fed: items.indexOf(item), isMore: false };
    await tx
      .update(batchItems)
      .set(next)
      .where(and(eq(batchItems.batchId, batchId), eq(batchItems.position, item.position)));
  }
  const isLast = items.length < room;
  if (isLast) await tx.update(batches).set({ hasWork: false }).where(isIt);
  return { fed: items.length, isMore: !isLast };
}

type ItemRow = typeof batchItems.$inferSelect;

/** What becomes of the item; null when the queue is full. */
async function startItem(
  tx: TenantTransaction,
  batch: BatchRow,
  item: ItemRow,
  mostQueued: number,
): Promise<Partial<ItemRow> | null> {
  const { workspaceId, id: batchId, workflowId, workflowVersion: version, graph, subGraphs } = batch;
  try {
    if (item.state === "retry" && item.runId) {
      const userId = batch.retriedBy ?? batch.createdBy;
      await reopenRun(tx, { workspaceId, userId, runId: item.runId, urgency: "background", mostQueued });
      return { state: "started" };
    }
    const inputs = { ...batch.inputs, ...item.inputs };
    const run = {
      workflowId,
      version,
      graph,
      subGraphs,
      inputs,
      batchId,
      trigger: "batch",
      urgency: "background",
    } as const;
    const { runId } = await insertRun(tx, run, { workspaceId, userId: batch.createdBy, mostQueued });
    return { state: "started", runId };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "TOO_MANY_REQUESTS") return null;
    // Retried by hand meanwhile, or gone: the run, or its absence, says how the item stands.
    if (item.state === "retry") return { state: "started" };
    return { state: "refused", error: shownText(error.message, MAX_ERROR_CHARACTERS) };
  }
}

/** Those that wait for a person or a time are in nobody's way. */
async function countLive(tx: TenantTransaction, { workspaceId, id }: BatchRow): Promise<number> {
  const [row] = await tx
    .select({ live: count() })
    .from(runs)
    .where(
      and(
        eq(runs.workspaceId, workspaceId),
        eq(runs.batchId, id),
        sql`${runs.finishedAt} is null`,
        inArray(runs.status, ["queued", "running"]),
      ),
    );
  return row!.live;
}

async function endCancelled(context: FeedContext, batchId: string): Promise<void> {
  const { tenant } = context;
  await cancelRunsOf(context, batchId);
  await tenant.run((tx) =>
    tx
      .update(batches)
      .set({ hasWork: false })
      // Retried meanwhile: there is work again.
      .where(
        and(
          eq(batches.workspaceId, tenant.workspaceId),
          eq(batches.id, batchId),
          sql`${batches.cancelRequestedAt} is not null`,
        ),
      ),
  );
}
