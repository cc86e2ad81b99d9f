import { sql } from "drizzle-orm";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isLiveWorkflow } from "./newest-version.ts";
import { workflowNotFound } from "./require-workflow.ts";

/** The workflow leaves the lists; its versions stay, and its runs go on. @throws AppError NOT_FOUND */
export async function removeWorkflow(
  { tenant }: Pick<ServiceContext, "tenant">,
  { workflowId }: { workflowId: string },
): Promise<{ id: string }> {
  const [removed] = await tenant.run((tx) =>
    tx
      .update(workflows)
      .set({ removedAt: sql`now()` })
      .where(isLiveWorkflow({ workspaceId: tenant.workspaceId, workflowId }))
      .returning({ id: workflows.id }),
  );
  if (!removed) throw workflowNotFound();
  return removed;
}
