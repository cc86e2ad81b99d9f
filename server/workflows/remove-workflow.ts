import { sql } from "drizzle-orm";
import { workflows } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { AppError } from "../app-error.ts";
import { findWorkflowUsers } from "./find-workflow-users.ts";
import type { WorkflowUser } from "./find-workflow-users.ts";
import { isLiveWorkflow } from "./newest-version.ts";
import { workflowNotFound } from "./require-workflow.ts";

/**
 * The workflow leaves the lists; its versions stay, and its runs go on.
 *
 * @throws AppError NOT_FOUND; CONFLICT with `details: { usedBy }` while other workflows run it.
 */
export async function removeWorkflow(
  { tenant }: Pick<ServiceContext, "tenant">,
  { workflowId }: { workflowId: string },
): Promise<{ id: string }> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const [removed] = await tx
      .update(workflows)
      .set({ removedAt: sql`now()` })
      .where(isLiveWorkflow({ workspaceId, workflowId }))
      .returning({ id: workflows.id, title: workflows.title });
    if (!removed) throw workflowNotFound();
    const usedBy = await findWorkflowUsers(tx, { workspaceId, workflowId });
    // Thrown within the transaction, so that the workflow stays.
    if (usedBy.length > 0) throw workflowInUse(removed.title, usedBy);
    return { id: removed.id };
  });
}

function workflowInUse(title: string, usedBy: readonly WorkflowUser[]): AppError {
  const names = usedBy.slice(0, 3).map((user) => `"${user.title}"`);
  const more = usedBy.length > 3 ? ` and ${usedBy.length - 3} more` : "";
  const message = `"${title}" is run by ${names.join(", ")}${more}. Choose another workflow there first, or delete those too.`;
  return new AppError("CONFLICT", message, { reason: "in-use", details: { usedBy } });
}
