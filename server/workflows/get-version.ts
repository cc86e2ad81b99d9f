import "#server-only";
import { and, eq } from "drizzle-orm";
import { migrateParams } from "../../graph/migrate-params.ts";
import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { workflowVersions } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireWorkflow } from "./require-workflow.ts";

/** What a workflow was at one save, its params lifted to those of today's node types. @throws AppError NOT_FOUND */
export async function getVersion(
  context: Pick<ServiceContext, "tenant">,
  { workflowId, version }: { workflowId: string; version: number },
): Promise<{ version: number; name: string | null; graph: Graph }> {
  const workflow = await requireWorkflow(context, { workflowId });
  const { tenant } = context;
  const [found] = await tenant.run((tx) =>
    tx
      .select({ name: workflowVersions.name, graph: workflowVersions.graph })
      .from(workflowVersions)
      .where(isVersion({ workspaceId: tenant.workspaceId, workflowId, version })),
  );
  if (!found) throw versionNotFound({ version, newest: workflow.version });
  return { version, name: found.name, graph: migrateParams(found.graph, definitions) };
}

export function isVersion(of: { workspaceId: string; workflowId: string; version: number }) {
  return and(
    eq(workflowVersions.workspaceId, of.workspaceId),
    eq(workflowVersions.workflowId, of.workflowId),
    eq(workflowVersions.number, of.version),
  );
}

export function versionNotFound({ version, newest }: { version: number; newest: number }): AppError {
  return new AppError("NOT_FOUND", `There is no version ${version} of this workflow; the newest is ${newest}.`);
}
