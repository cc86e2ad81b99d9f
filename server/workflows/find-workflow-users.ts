import { and, asc, eq, isNull, ne } from "drizzle-orm";
import { workflows, workflowUses, workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { isNewestVersion } from "./newest-version.ts";

export type WorkflowUser = { workflowId: string; title: string };

/** The other workflows whose newest version runs this one, by title. Removed ones do not count. */
export async function findWorkflowUsers(
  tx: TenantTransaction,
  { workspaceId, workflowId }: { workspaceId: string; workflowId: string },
): Promise<WorkflowUser[]> {
  return tx
    .select({ workflowId: workflows.id, title: workflows.title })
    .from(workflowUses)
    .innerJoin(
      workflowVersions,
      and(eq(workflowVersions.workspaceId, workflowUses.workspaceId), eq(workflowVersions.id, workflowUses.versionId)),
    )
    .innerJoin(workflows, isNewestVersion)
    .where(
      and(
        eq(workflowUses.workspaceId, workspaceId),
        eq(workflowUses.usedWorkflowId, workflowId),
        ne(workflows.id, workflowId),
        isNull(workflows.removedAt),
      ),
    )
    .orderBy(asc(workflows.title), asc(workflows.id));
}
