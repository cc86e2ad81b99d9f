import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";

/**
 * By what a page of a run that is over knows that others have changed it: it was retried when it has more events, and got
 * another label or star when it was edited.
 *
 * @throws AppError NOT_FOUND once it was deleted.
 */
export async function getStanding(
  { tenant }: Pick<ServiceContext, "tenant">,
  { runId }: { runId: string },
): Promise<{ lastSeq: number; editedAt: Date | null }> {
  const [found] = await tenant.run((tx) =>
    tx
      .select({ lastSeq: runs.lastSeq, editedAt: runs.editedAt })
      .from(runs)
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId))),
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such run.");
  return found;
}
