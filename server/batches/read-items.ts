import "#server-only";
import { and, asc, desc, eq, gt, inArray, type SQL } from "drizzle-orm";
import type { BatchItemInputs, BatchItemStatus } from "../../graph/batches.ts";
import type { RecordedFlow } from "../../graph/recorded-values.ts";
import type { StepResultRecord } from "../../graph/run-events.ts";
import type { Graph } from "../../graph/schema.ts";
import { interfaceNodes } from "../../graph/interface-nodes.ts";
import { titleOf } from "../../graph/title-of.ts";
import { topologyOf } from "../../graph/topology.ts";
import { definitions } from "../../nodes/definitions.ts";
import { batchItems } from "../db/schema/batches.ts";
import { runEvents, runs, runSteps } from "../db/schema/runs.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import { itemRun, itemStatus } from "./batch-rows.ts";

export type ItemRead = {
  position: number;
  label: string;
  status: BatchItemStatus;
  /** Why it failed. */
  error: string | null;
  inputs: BatchItemInputs;
  run: { id: string; number: number; durationMs: number | null } | null;
  outputs: Record<string, RecordedFlow>;
};

type Asked = { workspaceId: string; batchId: string; status?: BatchItemStatus | undefined };
type Page = { from: number; count: number } | { afterPosition: number; count: number };

/** Items of a batch by position, with what their runs gave so far. */
export async function readItems(
  tx: TenantTransaction,
  graph: Graph,
  { workspaceId, batchId, status, ...page }: Asked & Page,
): Promise<ItemRead[]> {
  const conditions: (SQL | undefined)[] = [
    eq(batchItems.workspaceId, workspaceId),
    eq(batchItems.batchId, batchId),
    status && eq(itemStatus, status),
    "afterPosition" in page ? gt(batchItems.position, page.afterPosition) : undefined,
  ];
  const query = tx
    .select({
      position: batchItems.position,
      label: batchItems.label,
      status: itemStatus,
      refusal: batchItems.error,
      failure: runs.failure,
      inputs: batchItems.inputs,
      runId: runs.id,
      number: runs.number,
      durationMs: runs.durationMs,
    })
    .from(batchItems)
    .leftJoin(runs, itemRun)
    .where(and(...conditions))
    .orderBy(asc(batchItems.position))
    .limit(page.count);
  const rows = await ("from" in page ? query.offset(page.from) : query);
  const runIds = rows.flatMap(({ runId }) => runId ?? []);
  const outputs = await readOutputs(tx, graph, { workspaceId, runIds });
  const failedIds = rows.flatMap(({ status: at, runId, failure }) =>
    at === "failed" && runId && !failure ? runId : [],
  );
  const failures = await readFailures(tx, graph, { workspaceId, runIds: failedIds });
  return rows.map(({ refusal, failure, runId, number, durationMs, ...item }) => ({
    ...item,
    error: item.status === "failed" ? (refusal ?? failure?.message ?? (runId && failures.get(runId)) ?? UNKNOWN) : null,
    run: runId && number !== null ? { id: runId, number, durationMs } : null,
    outputs: (runId && outputs.get(runId)) || {},
  }));
}

const UNKNOWN = "The run failed. Its page says where.";

/** By run: the last step that failed, and why. */
async function readFailures(
  tx: TenantTransaction,
  graph: Graph,
  { workspaceId, runIds }: { workspaceId: string; runIds: readonly string[] },
): Promise<Map<string, string>> {
  if (runIds.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([runEvents.runId], { runId: runEvents.runId, event: runEvents.event })
    .from(runEvents)
    .where(
      and(
        eq(runEvents.workspaceId, workspaceId),
        inArray(runEvents.runId, [...runIds]),
        eq(runEvents.type, "step.failed"),
      ),
    )
    .orderBy(runEvents.runId, desc(runEvents.seq));
  return new Map(
    rows.flatMap(({ runId, event }) => {
      if (event.type !== "step.failed") return [];
      const node = graph.nodes[event.nodeId.split("/")[0]!];
      const { message } = event.failure;
      return [[runId, node ? `${titleOf(node, definitions)}: ${message}` : message] as const];
    }),
  );
}

/** By run and output name. Of a run that goes on those that are there; an output counts once its Output node has run. */
async function readOutputs(
  tx: TenantTransaction,
  graph: Graph,
  { workspaceId, runIds }: { workspaceId: string; runIds: readonly string[] },
): Promise<Map<string, Record<string, RecordedFlow>>> {
  const found = new Map<string, Record<string, RecordedFlow>>();
  const wanted = interfaceNodes(graph, "workflow-output", definitions).flatMap(({ node, name }) => {
    const edge = topologyOf(graph).incoming.get(node.id)?.get("value");
    return edge ? [{ name, outputNode: node.id, ...edge.from }] : [];
  });
  if (runIds.length === 0 || wanted.length === 0) return found;
  const nodeIds = [...new Set(wanted.flatMap(({ node, outputNode }) => [node, outputNode]))];
  const rows = await tx
    .select({ runId: runSteps.runId, nodeId: runSteps.nodeId, record: runSteps.record })
    .from(runSteps)
    .where(
      and(
        eq(runSteps.workspaceId, workspaceId),
        inArray(runSteps.runId, [...runIds]),
        inArray(runSteps.nodeId, nodeIds),
      ),
    );
  const steps = new Map<string, Map<string, StepResultRecord>>();
  for (const { runId, nodeId, record } of rows) {
    const ofRun = steps.get(runId) ?? new Map<string, StepResultRecord>();
    steps.set(runId, ofRun.set(nodeId, record));
  }
  for (const [runId, ofRun] of steps) {
    const outputs: Record<string, RecordedFlow> = {};
    for (const { name, outputNode, node, port } of wanted) {
      const flow = ofRun.get(node)?.outputs[port];
      if (flow && ofRun.has(outputNode)) outputs[name] = flow;
    }
    found.set(runId, outputs);
  }
  return found;
}
