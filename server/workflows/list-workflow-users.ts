import type { ServiceContext } from "../service-context.ts";
import { findWorkflowUsers } from "./find-workflow-users.ts";
import type { WorkflowUser } from "./find-workflow-users.ts";
import { requireWorkflow } from "./require-workflow.ts";

/** The workflows that run this one. @throws AppError NOT_FOUND */
export async function listWorkflowUsers(
  context: Pick<ServiceContext, "tenant">,
  { workflowId }: { workflowId: string },
): Promise<WorkflowUser[]> {
  const { id } = await requireWorkflow(context, { workflowId });
  const { workspaceId } = context.tenant;
  return context.tenant.run((tx) => findWorkflowUsers(tx, { workspaceId, workflowId: id }));
}
