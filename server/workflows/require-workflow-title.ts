import "#server-only";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isLiveWorkflow } from "./newest-version.ts";
import { workflowNotFound } from "./require-workflow.ts";

/** What a page says before the workflow itself is read, which may be large. @throws AppError NOT_FOUND */
export async function requireWorkflowTitle(
  { tenant }: Pick<ServiceContext, "tenant">,
  { workflowId }: { workflowId: string },
): Promise<{ title: string }> {
  const place = { workspaceId: tenant.workspaceId, workflowId };
  const [found] = await tenant.run((tx) =>
    tx.select({ title: workflows.title }).from(workflows).where(isLiveWorkflow(place)),
  );
  if (!found) throw workflowNotFound();
  return found;
}
