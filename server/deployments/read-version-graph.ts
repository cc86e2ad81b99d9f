import "#server-only";
import { and, eq } from "drizzle-orm";
import { migrateParams } from "../../graph/migrate-params.ts";
import type { Graph } from "../../graph/schema.ts";
import { definitions } from "../../nodes/definitions.ts";
import { workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";

/** The graph of a version that is there. */
export async function readVersionGraph(
  tx: TenantTransaction,
  { workspaceId, workflowId, number }: { workspaceId: string; workflowId: string; number: number },
): Promise<Graph> {
  const [row] = await tx
    .select({ graph: workflowVersions.graph })
    .from(workflowVersions)
    .where(
      and(
        eq(workflowVersions.workspaceId, workspaceId),
        eq(workflowVersions.workflowId, workflowId),
        eq(workflowVersions.number, number),
      ),
    );
  if (!row) throw new Error(`The version ${number} of the workflow ${workflowId} is gone.`);
  return migrateParams(row.graph, definitions);
}
