import { sql } from "drizzle-orm";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isLiveWorkflow } from "./newest-version.ts";
import { workflowNotFound } from "./require-workflow.ts";

/** The title belongs to the workflow, not to a version. @throws AppError NOT_FOUND */
export async function renameWorkflow(
  { tenant }: Pick<ServiceContext, "tenant">,
  { workflowId, title }: { workflowId: string; title: string },
): Promise<{ id: string; title: string }> {
  const [renamed] = await tenant.run((tx) =>
    tx
      .update(workflows)
      .set({ title, updatedAt: sql`now()` })
      .where(isLiveWorkflow({ workspaceId: tenant.workspaceId, workflowId }))
      .returning({ id: workflows.id, title: workflows.title }),
  );
  if (!renamed) throw workflowNotFound();
  return renamed;
}
