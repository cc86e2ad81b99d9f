import "#server-only";
import { and, eq } from "drizzle-orm";
import { openItems } from "../../graph/batches.ts";
import { AppError } from "../app-error.ts";
import { removeUnneeded } from "../artifacts/remove-unneeded.ts";
import { batchArtifacts, batches, batchItems } from "../db/schema/batches.ts";
import { runs } from "../db/schema/runs.ts";
import { removeRuns } from "../runs/remove-runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { countItems, itemRun, requireBatchRow } from "./batch-rows.ts";

/** Runs of one transaction. */
const AT_ONCE = 500;

/**
 * Removes a batch with its items, and with `withRuns` its runs and what only they hold; without, they stay in the history, as
 * starred ones do in each case.
 * Gives the hashes of content that the workspace does not have any more; its bytes are still there. Of a batch that could
 * not be removed to its end some runs may be gone; asked again, it goes on.
 *
 * @throws AppError NOT_FOUND; CONFLICT "still-live" while an item has not ended
 */
export async function removeBatch(
  { tenant }: Pick<ServiceContext, "tenant">,
  { batchId, withRuns }: { batchId: string; withRuns: boolean },
): Promise<{ removedRuns: number; freed: string[] }> {
  const { workspaceId } = tenant;
  const isIt = and(eq(batches.workspaceId, workspaceId), eq(batches.id, batchId));
  const runIds = await tenant.run(async (tx) => {
    await requireBatchRow(tx, { workspaceId, batchId, lock: "update" });
    const counts = await countItems(tx, { workspaceId, where: eq(batchItems.batchId, batchId) });
    const live = openItems(counts.get(batchId)!);
    if (live > 0) {
      const message = `${live === 1 ? "One item of this batch has" : `${live} items of this batch have`} not ended yet. Cancel the batch first. Nothing was deleted.`;
      throw new AppError("CONFLICT", message, { reason: "still-live" });
    }
    if (!withRuns) return [];
    const rows = await tx
      .select({ runId: batchItems.runId })
      .from(batchItems)
      .innerJoin(runs, itemRun)
      .where(and(eq(batchItems.workspaceId, workspaceId), eq(batchItems.batchId, batchId), eq(runs.isStarred, false)));
    return rows.flatMap(({ runId }) => runId ?? []);
  });
  const freed: string[] = [];
  let removedRuns = 0;
  for (let from = 0; from < runIds.length; from += AT_ONCE) {
    const part = await removeRuns({ tenant }, { runIds: runIds.slice(from, from + AT_ONCE) });
    removedRuns += part.removed;
    freed.push(...part.freed);
  }
  const left = await tenant.run(async (tx) => {
    const held = await tx
      .select({ hash: batchArtifacts.hash })
      .from(batchArtifacts)
      .where(and(eq(batchArtifacts.workspaceId, workspaceId), eq(batchArtifacts.batchId, batchId)));
    await tx.delete(batches).where(isIt);
    return removeUnneeded(tx, { workspaceId, hashes: held.map(({ hash }) => hash) });
  });
  return { removedRuns, freed: [...freed, ...left.map(({ hash }) => hash)] };
}
