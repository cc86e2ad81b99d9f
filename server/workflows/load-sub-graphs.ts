import "#server-only";
import { and, eq, isNull, or, type SQL } from "drizzle-orm";
import { MAX_SUB_WORKFLOWS } from "../../graph/limits.ts";
import { migrateParams } from "../../graph/migrate-params.ts";
import type { Graph } from "../../graph/schema.ts";
import { bodyNodes, subGraphKey } from "../../graph/sub-graphs.ts";
import type { SubGraph, SubGraphs } from "../../graph/sub-graphs.ts";
import type { WorkflowRef } from "../../graph/workflow-ref.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { isWorkflowId } from "./used-workflows.ts";

/**
 * All workflows that a graph runs, at any depth, as they are now or at the version that was fixed. One that was removed, or
 * is another workspace's, is left out like one that never was.
 *
 * @throws AppError BAD_REQUEST "too-many-workflows"
 */
export async function loadSubGraphs(context: Pick<ServiceContext, "tenant">, graph: Graph): Promise<SubGraphs> {
  return loadWorkflows(context, refsIn(graph));
}

/** The same in a transaction that is open. */
export async function loadSubGraphsIn(
  tx: TenantTransaction,
  { workspaceId, graph }: { workspaceId: string; graph: Graph },
): Promise<SubGraphs> {
  return loadWorkflowsIn(tx, { workspaceId, refs: refsIn(graph) });
}

const refsIn = (graph: Graph): Ref[] => bodyNodes(graph, definitions).map(({ ref }) => ref);

export type Ref = Pick<WorkflowRef, "id" | "version">;

/** Those that are meant, and all that they run. */
export async function loadWorkflows(
  { tenant }: Pick<ServiceContext, "tenant">,
  refs: readonly Ref[],
): Promise<SubGraphs> {
  const { workspaceId } = tenant;
  if (unknownOf(refs, {}).size === 0) return {};
  return tenant.run((tx) => loadWorkflowsIn(tx, { workspaceId, refs }));
}

async function loadWorkflowsIn(
  tx: TenantTransaction,
  { workspaceId, refs }: { workspaceId: string; refs: readonly Ref[] },
): Promise<SubGraphs> {
  const found: Record<string, SubGraph> = {};
  let pending = unknownOf(refs, found);
  while (pending.size > 0) {
    if (Object.keys(found).length + pending.size > MAX_SUB_WORKFLOWS) {
      const message = `This workflow runs more than ${MAX_SUB_WORKFLOWS} others, counting those that they run. Put some of them together.`;
      throw new AppError("BAD_REQUEST", message, { reason: "too-many-workflows" });
    }
    const layer = await selectLayer(tx, { workspaceId, refs: [...pending.values()] });
    Object.assign(found, layer);
    pending = unknownOf(
      Object.values(layer).flatMap(({ graph }) => refsIn(graph)),
      found,
    );
  }
  return found;
}

function unknownOf(refs: readonly Ref[], known: SubGraphs): Map<string, Ref> {
  const keyed = refs.map((ref) => [subGraphKey(ref), ref] as const);
  return new Map(keyed.filter(([key, { id }]) => !Object.hasOwn(known, key) && isWorkflowId(id)));
}

async function selectLayer(
  tx: TenantTransaction,
  { workspaceId, refs }: { workspaceId: string; refs: readonly Ref[] },
): Promise<Record<string, SubGraph>> {
  const rows = await tx
    .select({
      id: workflows.id,
      title: workflows.title,
      newest: workflows.version,
      number: workflowVersions.number,
      graph: workflowVersions.graph,
    })
    .from(workflows)
    .innerJoin(
      workflowVersions,
      and(eq(workflowVersions.workspaceId, workflows.workspaceId), eq(workflowVersions.workflowId, workflows.id)),
    )
    .where(and(eq(workflows.workspaceId, workspaceId), isNull(workflows.removedAt), or(...refs.map(isAt))));
  return Object.fromEntries(
    refs.flatMap((ref): [string, SubGraph][] => {
      const row = rows.find(({ id, newest, number }) => id === ref.id && number === (ref.version ?? newest));
      return row ? [[subGraphKey(ref), { title: row.title, graph: migrateParams(row.graph, definitions) }]] : [];
    }),
  );
}

function isAt({ id, version }: Ref): SQL | undefined {
  return and(eq(workflows.id, id), eq(workflowVersions.number, version ?? workflows.version));
}
