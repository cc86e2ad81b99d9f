import { and, eq, isNull } from "drizzle-orm";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";

/** For a join of `workflowVersions` to `workflows`: the version that the workflow is at. */
export const isNewestVersion = and(
  eq(workflowVersions.workspaceId, workflows.workspaceId),
  eq(workflowVersions.workflowId, workflows.id),
  eq(workflowVersions.number, workflows.version),
);

/** The workflow as its workspace sees it: a removed one is not there. */
export function isLiveWorkflow({ workspaceId, workflowId }: { workspaceId: string; workflowId: string }) {
  return and(eq(workflows.workspaceId, workspaceId), eq(workflows.id, workflowId), isNull(workflows.removedAt));
}
