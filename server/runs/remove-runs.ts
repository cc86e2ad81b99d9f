import "#server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { removeUnneeded } from "../artifacts/remove-unneeded.ts";
import { runArtifacts, runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";

/**
 * Removes runs with their events, steps, answers and terms, and of what their steps made all that no other run, kept result
 * or workflow points to. Runs that are gone already are passed over. Gives how many there were, and the hashes of content
 * that the workspace does not have any more; its bytes are still there.
 *
 * @throws AppError CONFLICT "still-live" while one of them has not ended, "starred" where one is starred and that was not
 *   said; nothing was removed.
 */
export async function removeRuns(
  { tenant }: Pick<ServiceContext, "tenant">,
  { runIds, evenStarred = false }: { runIds: readonly string[]; evenStarred?: boolean | undefined },
): Promise<{ removed: number; freed: string[] }> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const rows = await tx
      .select({ id: runs.id, number: runs.number, finishedAt: runs.finishedAt, isStarred: runs.isStarred })
      .from(runs)
      .where(and(eq(runs.workspaceId, workspaceId), inArray(runs.id, [...runIds])))
      .orderBy(asc(runs.number))
      .for("update");
    refuseLive(rows.filter(({ finishedAt }) => finishedAt === null).map(({ number }) => number));
    if (!evenStarred) refuseStarred(rows.filter(({ isStarred }) => isStarred).map(({ number }) => number));
    if (rows.length === 0) return { removed: 0, freed: [] };
    const ids = rows.map(({ id }) => id);
    const held = await tx
      .selectDistinct({ hash: runArtifacts.hash })
      .from(runArtifacts)
      .where(and(eq(runArtifacts.workspaceId, workspaceId), inArray(runArtifacts.runId, ids)));
    await tx.delete(runs).where(and(eq(runs.workspaceId, workspaceId), inArray(runs.id, ids)));
    const hashes = held.map(({ hash }) => hash);
    const freed = await removeUnneeded(tx, { workspaceId, hashes });
    return { removed: ids.length, freed: freed.map(({ hash }) => hash) };
  });
}

function refuseStarred(numbers: readonly number[]) {
  if (numbers.length === 0) return;
  const message =
    numbers.length === 1
      ? `Run ${numbers[0]} is starred, which is to keep it. Nothing was deleted.`
      : `${numbers.length} of the runs are starred, which is to keep them. Nothing was deleted.`;
  throw new AppError("CONFLICT", message, { reason: "starred", details: { numbers } });
}

function refuseLive(numbers: readonly number[]) {
  if (numbers.length === 0) return;
  const named = numbers.slice(0, 5).join(", ") + (numbers.length > 5 ? ` and ${numbers.length - 5} more` : "");
  const message =
    numbers.length === 1
      ? `Run ${named} has not ended yet. Cancel it, or leave it out. Nothing was deleted.`
      : `Runs ${named} have not ended yet. Cancel them, or leave them out. Nothing was deleted.`;
  throw new AppError("CONFLICT", message, { reason: "still-live", details: { numbers } });
}
