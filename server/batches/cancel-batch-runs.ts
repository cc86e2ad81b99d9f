import "#server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import type { Tenant } from "../db/tenant.ts";
import { cancelRun } from "../runs/cancel-run.ts";
import type { RunServices } from "../runs/run-services.ts";

/** For whom a batch goes on, and through what: a web process as well as a worker can. */
export type FeedContext = { tenant: Tenant; runServices: Omit<RunServices, "wakeups"> };

/** Cancels the runs of a batch that have not ended. Runs that end or go meanwhile are passed over. */
export async function cancelRunsOf({ tenant, runServices }: FeedContext, batchId: string): Promise<void> {
  const { workspaceId } = tenant;
  const live = await tenant.run((tx) =>
    tx
      .select({ id: runs.id })
      .from(runs)
      .where(
        and(
          eq(runs.workspaceId, workspaceId),
          eq(runs.batchId, batchId),
          isNull(runs.finishedAt),
          inArray(runs.status, ["queued", "running", "waiting"]),
        ),
      ),
  );
  for (const { id } of live) {
    await cancelRun({ tenant, runServices }, { runId: id }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
  }
}
