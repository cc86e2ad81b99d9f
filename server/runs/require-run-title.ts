import "#server-only";
import { and, eq } from "drizzle-orm";
import { AppError } from "../app-error.ts";
import { runs } from "../db/schema/runs.ts";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";

/** What a page says before the run itself is read, which may be large. @throws AppError NOT_FOUND */
export async function requireRunTitle(
  { tenant }: Pick<ServiceContext, "tenant">,
  { runId }: { runId: string },
): Promise<{ number: number; workflowTitle: string }> {
  const [found] = await tenant.run((tx) =>
    tx
      .select({ number: runs.number, workflowTitle: workflows.title })
      .from(runs)
      .innerJoin(workflows, and(eq(workflows.workspaceId, runs.workspaceId), eq(workflows.id, runs.workflowId)))
      .where(and(eq(runs.workspaceId, tenant.workspaceId), eq(runs.id, runId))),
  );
  if (!found) throw new AppError("NOT_FOUND", "There is no such run.");
  return found;
}
