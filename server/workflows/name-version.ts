import "#server-only";
import { workflowVersions } from "../db/schema/workflows.ts";
import type { ServiceContext } from "../service-context.ts";
import { isVersion, versionNotFound } from "./get-version.ts";
import { requireWorkflow } from "./require-workflow.ts";

/** Gives a version a name, another one, or none. @throws AppError NOT_FOUND */
export async function nameVersion(
  context: Pick<ServiceContext, "tenant">,
  { workflowId, version, name }: { workflowId: string; version: number; name: string | null },
): Promise<{ version: number; name: string | null }> {
  const workflow = await requireWorkflow(context, { workflowId });
  const { tenant } = context;
  const named = await tenant.run((tx) =>
    tx
      .update(workflowVersions)
      .set({ name })
      .where(isVersion({ workspaceId: tenant.workspaceId, workflowId, version }))
      .returning({ number: workflowVersions.number }),
  );
  if (named.length === 0) throw versionNotFound({ version, newest: workflow.version });
  return { version, name };
}
