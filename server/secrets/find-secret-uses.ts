import { and, eq, exists, isNull, or, sql } from "drizzle-orm";
import type { Graph } from "../../graph/schema.ts";
import { secretNamesIn } from "../../graph/secret-ref.ts";
import { deployments, deploymentVersions } from "../db/schema/deployments.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { isCurrentVersion, isPublishedWorkflow } from "../deployments/current-version.ts";
import { publishedVersion } from "../deployments/published-version.ts";

export type SecretUser = { workflowId: string; title: string };

// Few graphs name a secret, so only these are read.
const NAMES_ONE = '%"secretName"%';

/**
 * By name, the workflows whose newest version, or one that is published, names the secret itself or in a workflow that it
 * runs as it was when it was published. Removed workflows do not count.
 */
export async function findSecretUses(
  tx: TenantTransaction,
  { workspaceId }: { workspaceId: string },
): Promise<Map<string, SecretUser[]>> {
  const own = await tx
    .select({ workflowId: workflows.id, title: workflows.title, graph: workflowVersions.graph })
    .from(workflowVersions)
    .innerJoin(
      workflows,
      and(eq(workflows.workspaceId, workflowVersions.workspaceId), eq(workflows.id, workflowVersions.workflowId)),
    )
    .where(
      and(
        eq(workflowVersions.workspaceId, workspaceId),
        isNull(workflows.removedAt),
        or(eq(workflowVersions.number, workflows.version), exists(publishedVersion(tx))),
        sql`${workflowVersions.graph}::text like ${NAMES_ONE}`,
      ),
    );
  const frozen = await tx
    .select({ workflowId: workflows.id, title: workflows.title, subGraphs: deploymentVersions.subGraphs })
    .from(deployments)
    .innerJoin(deploymentVersions, isCurrentVersion)
    .innerJoin(workflows, isPublishedWorkflow)
    .where(
      and(
        eq(deployments.workspaceId, workspaceId),
        isNull(workflows.removedAt),
        sql`${deploymentVersions.subGraphs}::text like ${NAMES_ONE}`,
      ),
    );
  const uses = new Map<string, Map<string, SecretUser>>();
  const note = ({ workflowId, title }: SecretUser, graphs: readonly Graph[]) => {
    for (const name of secretNamesIn(graphs)) {
      uses.set(name, (uses.get(name) ?? new Map<string, SecretUser>()).set(workflowId, { workflowId, title }));
    }
  };
  for (const { graph, ...user } of own) note(user, [graph]);
  for (const { subGraphs, ...user } of frozen)
    note(
      user,
      Object.values(subGraphs).map((sub) => sub.graph),
    );
  return new Map([...uses].map(([name, users]) => [name, [...users.values()].toSorted(byTitle)]));
}

const byTitle = (one: SecretUser, other: SecretUser) =>
  one.title.localeCompare(other.title) || one.workflowId.localeCompare(other.workflowId);
