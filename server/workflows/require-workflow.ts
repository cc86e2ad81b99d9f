import { migrateParams } from "../../graph/migrate-params.ts";
import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isLiveWorkflow, isNewestVersion } from "./newest-version.ts";

export type Workflow = {
  id: string;
  title: string;
  description: string;
  graph: Graph;
  version: number;
  updatedAt: Date;
};

/** At its newest version, its params lifted to those of today's node types. @throws AppError NOT_FOUND for an unknown, a removed and another workspace's workflow alike. */
export async function requireWorkflow(
  { tenant }: Pick<ServiceContext, "tenant">,
  { workflowId }: { workflowId: string },
): Promise<Workflow> {
  const [workflow] = await tenant.run((tx) =>
    tx
      .select({
        id: workflows.id,
        title: workflows.title,
        description: workflows.description,
        graph: workflowVersions.graph,
        version: workflows.version,
        updatedAt: workflows.updatedAt,
      })
      .from(workflows)
      .innerJoin(workflowVersions, isNewestVersion)
      .where(isLiveWorkflow({ workspaceId: tenant.workspaceId, workflowId })),
  );
  if (!workflow) throw workflowNotFound();
  return { ...workflow, graph: migrateParams(workflow.graph, definitions) };
}

export function workflowNotFound(): AppError {
  return new AppError("NOT_FOUND", "There is no such workflow. It may have been removed.");
}
