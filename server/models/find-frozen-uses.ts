import "#server-only";
import { and, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { isFixedKey, type SubGraphs } from "../../graph/sub-graphs.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { findReferences } from "../workflows/find-references.ts";
import { loadSubGraphsIn } from "../workflows/load-sub-graphs.ts";
import { isNewestVersion } from "../workflows/newest-version.ts";
import type { ModelUse } from "./find-model-uses.ts";
import { isCurrentVersion, isPublishedWorkflow } from "../deployments/current-version.ts";

type Asked = { workspaceId: string; hashes: readonly string[] };
export type FoundUse = ModelUse & { hash: string };

/**
 * Models of other workflows as they once were, which somebody still runs: those of a published version, kept as they were when
 * it was published, and those of an older version that a workflow names.
 */
export async function findFrozenUses(tx: TenantTransaction, asked: Asked): Promise<FoundUse[]> {
  return [...(await findPublished(tx, asked)), ...(await findFixed(tx, asked))];
}

async function findPublished(tx: TenantTransaction, { workspaceId, hashes }: Asked): Promise<FoundUse[]> {
  const rows = await tx
    .select({ workflowId: workflows.id, title: workflows.title, subGraphs: deploymentVersions.subGraphs })
    .from(deployments)
    .innerJoin(deploymentVersions, isCurrentVersion)
    .innerJoin(workflows, isPublishedWorkflow)
    .where(
      and(
        eq(deployments.workspaceId, workspaceId),
        isNull(workflows.removedAt),
        or(...hashes.map((hash) => sql`${deploymentVersions.subGraphs}::text like ${`%${hash}%`}`)),
      ),
    );
  return rows.flatMap(({ subGraphs, ...use }) => usesIn(subGraphs, hashes, use));
}

/** Looks only into workflows above one of which an older version holds a model: few or none. */
async function findFixed(tx: TenantTransaction, { workspaceId, hashes }: Asked): Promise<FoundUse[]> {
  const rows = await tx
    .select({ workflowId: workflows.id, title: workflows.title, graph: workflowVersions.graph })
    .from(workflows)
    .innerJoin(workflowVersions, isNewestVersion)
    .where(
      and(
        eq(workflows.workspaceId, workspaceId),
        isNull(workflows.removedAt),
        sql`${workflows.id} in (
          with recursive above (id) as (
            select v.workflow_id from workflow_references r
              join workflow_versions v on v.workspace_id = r.workspace_id and v.id = r.version_id
              join workflows w on w.workspace_id = v.workspace_id and w.id = v.workflow_id
            where r.workspace_id = ${workspaceId} and r.kind = 'model' and ${inArray(sql`r.hash`, [...hashes])}
              and v.number < w.version
            union
            select v.workflow_id from above
              join workflow_uses u on u.workspace_id = ${workspaceId} and u.used_workflow_id = above.id
              join workflow_versions v on v.workspace_id = u.workspace_id and v.id = u.version_id
          )
          select id from above
        )`,
      ),
    );
  const found: FoundUse[] = [];
  for (const { graph, ...use } of rows) {
    found.push(...usesIn(fixedOnly(await loadSubGraphsIn(tx, { workspaceId, graph })), hashes, use));
  }
  return found;
}

/** Those that are run at a version that is fixed; the newest ones hold their models themselves. */
function fixedOnly(subGraphs: SubGraphs): SubGraphs {
  return Object.fromEntries(Object.entries(subGraphs).filter(([key]) => isFixedKey(key)));
}

function usesIn(subGraphs: SubGraphs, hashes: readonly string[], use: ModelUse): FoundUse[] {
  const held = new Set(Object.values(subGraphs).flatMap(({ graph }) => findReferences(graph).map(({ hash }) => hash)));
  return hashes.filter((hash) => held.has(hash)).map((hash) => ({ ...use, hash }));
}
