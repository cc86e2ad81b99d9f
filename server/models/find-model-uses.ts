import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { workflowReferences, workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { isNewestVersion } from "../workflows/newest-version.ts";

export type ModelUse = { workflowId: string; title: string };

/** By hash, the workflows whose newest version holds the model. Removed workflows and older versions do not count. */
export async function findModelUses(
  tx: TenantTransaction,
  { workspaceId, hashes }: { workspaceId: string; hashes: readonly string[] },
): Promise<Map<string, ModelUse[]>> {
  const uses = new Map<string, ModelUse[]>(hashes.map((hash) => [hash, []]));
  if (hashes.length === 0) return uses;
  const rows = await tx
    .select({ hash: workflowReferences.hash, workflowId: workflows.id, title: workflows.title })
    .from(workflowReferences)
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, workflowReferences.workspaceId),
        eq(workflowVersions.id, workflowReferences.versionId),
      ),
    )
    .innerJoin(workflows, isNewestVersion)
    .where(
      and(
        eq(workflowReferences.workspaceId, workspaceId),
        eq(workflowReferences.kind, "model"),
        inArray(workflowReferences.hash, [...hashes]),
        isNull(workflows.removedAt),
      ),
    )
    .orderBy(asc(workflows.title), asc(workflows.id));
  for (const { hash, workflowId, title } of rows) uses.get(hash)!.push({ workflowId, title });
  return uses;
}
