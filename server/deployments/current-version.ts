import { and, eq } from "drizzle-orm";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { workflows } from "../db/schema/workflows.ts";

/** For a join of `deploymentVersions` to `deployments`: the version that answers now, where one does. */
export const isCurrentVersion = and(
  eq(deploymentVersions.workspaceId, deployments.workspaceId),
  eq(deploymentVersions.deploymentId, deployments.id),
  eq(deploymentVersions.number, deployments.current),
);

/** For a join of `workflows` to `deployments`: the workflow that is published; none where a model is. */
export const isPublishedWorkflow = and(
  eq(workflows.workspaceId, deployments.workspaceId),
  eq(workflows.id, deployments.workflowId),
);
