import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { RunStatus } from "../../graph/run-events.ts";
import { runs } from "../db/schema/runs.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isNewestVersion } from "./newest-version.ts";

export type WorkflowRow = {
  id: string;
  title: string;
  description: string;
  updatedAt: Date;
  version: number;
  nodeCount: number;
  lastRun: { id: string; status: RunStatus; createdAt: Date } | null;
};

/** The workspace's workflows, last changed first. */
export async function listWorkflows({ tenant }: Pick<ServiceContext, "tenant">): Promise<WorkflowRow[]> {
  return tenant.run((tx) => {
    const lastRun = tx
      .select({ id: runs.id, status: runs.status, createdAt: runs.createdAt })
      .from(runs)
      .where(and(eq(runs.workspaceId, workflows.workspaceId), eq(runs.workflowId, workflows.id)))
      .orderBy(desc(runs.number))
      .limit(1)
      .as("last_run");
    return tx
      .select({
        id: workflows.id,
        title: workflows.title,
        description: workflows.description,
        updatedAt: workflows.updatedAt,
        version: workflows.version,
        nodeCount: workflowVersions.nodeCount,
        lastRun: { id: lastRun.id, status: lastRun.status, createdAt: lastRun.createdAt },
      })
      .from(workflows)
      .innerJoin(workflowVersions, isNewestVersion)
      .leftJoinLateral(lastRun, sql`true`)
      .where(and(eq(workflows.workspaceId, tenant.workspaceId), isNull(workflows.removedAt)))
      .orderBy(desc(workflows.updatedAt), desc(workflows.id));
  });
}
