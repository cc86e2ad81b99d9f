import type { JsonObject } from "../../graph/json.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";
import { bodyNodes, subGraphKey } from "../../graph/sub-graphs.ts";
import type { SubGraph, SubGraphs } from "../../graph/sub-graphs.ts";
import type { WorkflowRef } from "../../graph/workflow-ref.ts";
import { definitions } from "../../nodes/definitions.ts";
import type { ServiceContext } from "../service-context.ts";
import { insertWorkflow } from "./create-workflow.ts";
import type { NewWorkflow } from "./create-workflow.ts";
import { hashGraph } from "./hash-graph.ts";
import { loadSubGraphs } from "./load-sub-graphs.ts";

type Target = Pick<WorkflowRef, "id" | "version">;

/**
 * A new workflow together with those that it runs. One that is in the workspace already, the same with all that it runs in
 * turn, is used as it is; the others are created, and the nodes that run them refer to the new ones. What `brought` does
 * not hold, or runs itself, is left as it is named.
 */
export async function createWithSubWorkflows(
  context: Pick<ServiceContext, "tenant" | "userId">,
  { title, description, graph, brought }: Required<NewWorkflow> & { brought: SubGraphs },
): Promise<{ id: string }> {
  const { tenant, userId } = context;
  const ours = await loadSubGraphs(context, graph);
  const targets = new Map<string, Target>();
  const stack = new Set<string>();
  return tenant.run(async (tx) => {
    const owner = { workspaceId: tenant.workspaceId, createdBy: userId };
    return insertWorkflow(tx, { ...owner, title, description, graph: await withTargets(graph) });

    async function withTargets(one: Graph): Promise<Graph> {
      const nodes: Record<string, GraphNode> = {};
      for (const { node, ref } of bodyNodes(one, definitions)) {
        const target = await targetOf(ref);
        if (!target) continue;
        const workflow: JsonObject = { ...(node.params.workflow as JsonObject), ...target };
        nodes[node.id] = { ...node, params: { ...node.params, workflow } };
      }
      return Object.keys(nodes).length === 0 ? one : { ...one, nodes: { ...one.nodes, ...nodes } };
    }

    async function targetOf(ref: WorkflowRef): Promise<Target | null> {
      const key = subGraphKey(ref);
      const sub = Object.hasOwn(brought, key) ? brought[key] : undefined;
      if (!sub || stack.has(key) || isHere(key, { brought, ours })) return null;
      const known = targets.get(key);
      if (known) return known;
      stack.add(key);
      const inner = await withTargets(sub.graph);
      stack.delete(key);
      const { id } = await insertWorkflow(tx, { ...owner, title: sub.title, graph: inner });
      const target = { id, version: ref.version === null ? null : 1 };
      targets.set(key, target);
      return target;
    }
  });
}

/** Whether the workspace has just this workflow, and all that it runs. */
function isHere(key: string, { brought, ours }: { brought: SubGraphs; ours: SubGraphs }): boolean {
  const seen = new Set<string>();
  const pending = [key];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const [theirs, own]: (SubGraph | undefined)[] = [brought[next], ours[next]];
    if (!theirs || !own || hashGraph(theirs.graph) !== hashGraph(own.graph)) return false;
    pending.push(...bodyNodes(theirs.graph, definitions).map(({ ref }) => subGraphKey(ref)));
  }
  return true;
}
