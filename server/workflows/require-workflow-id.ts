import "#server-only";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isLiveWorkflow } from "./newest-version.ts";
import { workflowNotFound } from "./require-workflow.ts";

/** For what is asked many times a second: that the workflow is there, without its graph. @throws AppError NOT_FOUND */
export async function requireWorkflowId(
  { tenant }: Pick<ServiceContext, "tenant">,
  workflowId: string,
): Promise<{ workspaceId: string; workflowId: string; version: number }> {
  const place = { workspaceId: tenant.workspaceId, workflowId };
  const [found] = await tenant.run((tx) =>
    tx.select({ version: workflows.version }).from(workflows).where(isLiveWorkflow(place)),
  );
  if (!found) throw workflowNotFound();
  return { ...place, ...found };
}
