import "#server-only";
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { BatchCounts } from "../../graph/batches.ts";
import { users } from "../db/schema/accounts.ts";
import { batches, batchItems } from "../db/schema/batches.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { starterName } from "../runs/starter-name.ts";
import type { ServiceContext } from "../service-context.ts";
import { countItems, noItems } from "./batch-rows.ts";

/** A batch as lists show it. */
export type BatchListRow = {
  id: string;
  name: string;
  workflowId: string;
  workflowTitle: string;
  version: number;
  itemCount: number;
  counts: BatchCounts;
  isCancelRequested: boolean;
  createdBy: { id: string; name: string };
  createdAt: Date;
};

const PAGE = 30;

/** A page of the workspace's batches, newest first; `cursor` is the `nextCursor` of the page before. */
export async function listBatches(
  { tenant }: ServiceContext,
  { workflowId, cursor }: { workflowId?: string | undefined; cursor?: string | undefined },
): Promise<{ items: BatchListRow[]; nextCursor: string | null }> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const before = cursor
      ? sql`(${batches.createdAt}, ${batches.id}) < (select created_at, id from batches as before where before.id = ${cursor} and before.workspace_id = ${workspaceId})`
      : undefined;
    const ofWorkflow = workflowId ? eq(batches.workflowId, workflowId) : undefined;
    const rows = await selectBatches(tx, { workspaceId, where: and(before, ofWorkflow), limit: PAGE + 1 });
    return {
      items: rows.slice(0, PAGE),
      nextCursor: rows.length > PAGE ? rows[PAGE - 1]!.id : null,
    };
  });
}

/** Newest first. */
export async function selectBatches(
  tx: TenantTransaction,
  { workspaceId, where, limit }: { workspaceId: string; where: SQL | undefined; limit: number },
): Promise<BatchListRow[]> {
  const rows = await tx
    .select({
      id: batches.id,
      name: batches.name,
      workflowId: batches.workflowId,
      workflowTitle: workflows.title,
      version: batches.workflowVersion,
      itemCount: batches.itemCount,
      cancelRequestedAt: batches.cancelRequestedAt,
      createdById: batches.createdBy,
      userName: users.name,
      createdAt: batches.createdAt,
    })
    .from(batches)
    .innerJoin(workflows, and(eq(workflows.workspaceId, batches.workspaceId), eq(workflows.id, batches.workflowId)))
    .leftJoin(users, eq(users.id, batches.createdBy))
    .where(and(eq(batches.workspaceId, workspaceId), where))
    .orderBy(desc(batches.createdAt), desc(batches.id))
    .limit(limit);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const counts = await countItems(tx, { workspaceId, where: inArray(batchItems.batchId, ids) });
  return rows.map(({ cancelRequestedAt, createdById, userName, ...batch }) => ({
    ...batch,
    counts: counts.get(batch.id) ?? noItems(),
    isCancelRequested: cancelRequestedAt !== null,
    createdBy: { id: createdById, name: starterName({ startedBy: createdById, userName, keyName: null }) },
  }));
}
