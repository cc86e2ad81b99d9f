import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import type { ServiceContext } from "../service-context.ts";

/** @throws AppError NOT_FOUND for an unknown and another workspace's run alike. */
export async function requireRun({ tenant }: ServiceContext, runId: string): Promise<{ id: string }> {
  const [run] = await tenant.run((tx) =>
    tx
      .select({ id: runs.id })
      .from(runs)
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId))),
  );
  if (!run) throw new AppError("NOT_FOUND", "There is no such run.");
  return run;
}
