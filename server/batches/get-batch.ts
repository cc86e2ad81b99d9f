import "#server-only";
import { eq, sql } from "drizzle-orm";
import type { BatchPace } from "../../graph/batch-pace.ts";
import type { BatchSource } from "../../graph/batches.ts";
import { interfaceNodes } from "../../graph/interface-nodes.ts";
import type { JsonValue } from "../../graph/json.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { batches } from "../db/schema/batches.ts";
import type { TenantTransaction } from "../db/tenant.ts";
import type { ServiceContext } from "../service-context.ts";
import { requireBatchRow } from "./batch-rows.ts";
import { type BatchListRow, selectBatches } from "./list-batches.ts";

/** All that its page says of a batch beside its items. */
export type BatchDetails = BatchListRow & {
  source: BatchSource;
  /** What all items share. */
  inputs: Record<string, JsonValue>;
  /** Inputs that each item has of its own, in the order of the workflow. */
  itemInputs: string[];
  outputs: string[];
  pace: BatchPace;
};

const PACE_ITEMS = 50;

/** @throws AppError NOT_FOUND for another workspace's batch too */
export async function getBatch(
  { tenant }: Pick<ServiceContext, "tenant">,
  { batchId }: { batchId: string },
): Promise<BatchDetails> {
  const { workspaceId } = tenant;
  return tenant.run(async (tx) => {
    const batch = await requireBatchRow(tx, { workspaceId, batchId });
    const [row] = await selectBatches(tx, { workspaceId, where: eq(batches.id, batchId), limit: 1 });
    if (!row) throw new AppError("NOT_FOUND", "There is no such batch.");
    const { source, inputs, graph } = batch;
    const own = source.kind === "files" ? [source.input] : Object.keys(source.columns);
    return {
      ...row,
      source,
      inputs,
      itemInputs: workflowInputs(graph, definitions).flatMap(({ name }) => (own.includes(name) ? [name] : [])),
      outputs: interfaceNodes(graph, "workflow-output", definitions).map(({ name }) => name),
      pace: await readPace(tx, { workspaceId, batchId }),
    };
  });
}

/** Up to now, not up to the last end, so that a stall is seen. */
async function readPace(
  tx: TenantTransaction,
  { workspaceId, batchId }: { workspaceId: string; batchId: string },
): Promise<BatchPace> {
  const { rows } = await tx.execute<{ ended: number; within_ms: number | null }>(sql`
    select count(*)::int as ended,
      extract(epoch from now() - greatest(min(started_at), max(resumed_at)))::float8 * 1000 as within_ms
    from (
      select runs.started_at, batches.resumed_at from runs join batches on batches.id = runs.batch_id
      where runs.workspace_id = ${workspaceId} and runs.batch_id = ${batchId} and runs.finished_at > batches.resumed_at
      order by runs.finished_at desc limit ${sql.raw(String(PACE_ITEMS))}
    ) as ended`);
  const { ended, within_ms } = rows[0]!;
  return { ended, withinMs: Math.max(0, within_ms ?? 0) };
}
