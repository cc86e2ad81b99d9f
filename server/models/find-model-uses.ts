import { and, eq, exists, inArray, isNull, or } from "drizzle-orm";
import { publishedVersion } from "../deployments/published-version.ts";
import { findFrozenUses } from "./find-frozen-uses.ts";
import { workflowReferences, workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";

export type ModelUse = { workflowId: string; title: string };

/**
 * By hash, the workflows whose newest version, or one that is published, holds the model, or runs another workflow as it
 * was when it held it. Removed workflows and other versions do not count.
 */
export async function findModelUses(
  tx: TenantTransaction,
  { workspaceId, hashes }: { workspaceId: string; hashes: readonly string[] },
): Promise<Map<string, ModelUse[]>> {
  const uses = new Map<string, ModelUse[]>(hashes.map((hash) => [hash, []]));
  if (hashes.length === 0) return uses;
  const rows = await tx
    .selectDistinct({ hash: workflowReferences.hash, workflowId: workflows.id, title: workflows.title })
    .from(workflowReferences)
    .innerJoin(
      workflowVersions,
      and(
        eq(workflowVersions.workspaceId, workflowReferences.workspaceId),
        eq(workflowVersions.id, workflowReferences.versionId),
      ),
    )
    .innerJoin(
      workflows,
      and(eq(workflows.workspaceId, workflowVersions.workspaceId), eq(workflows.id, workflowVersions.workflowId)),
    )
    .where(
      and(
        eq(workflowReferences.workspaceId, workspaceId),
        eq(workflowReferences.kind, "model"),
        inArray(workflowReferences.hash, [...hashes]),
        isNull(workflows.removedAt),
        or(eq(workflowVersions.number, workflows.version), exists(publishedVersion(tx))),
      ),
    );
  for (const { hash, workflowId, title } of [...rows, ...(await findFrozenUses(tx, { workspaceId, hashes }))]) {
    const known = uses.get(hash)!;
    if (!known.some((use) => use.workflowId === workflowId)) known.push({ workflowId, title });
  }
  for (const found of uses.values()) found.sort(byTitle);
  return uses;
}

const byTitle = (one: ModelUse, other: ModelUse) =>
  one.title.localeCompare(other.title) || one.workflowId.localeCompare(other.workflowId);
