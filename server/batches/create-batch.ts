import "#server-only";
import { randomUUID } from "node:crypto";
import { type BatchItemInputs, type BatchSource, MAX_BATCH_ITEMS } from "../../graph/batches.ts";
import type { JsonValue } from "../../graph/json.ts";
import { placesInRun, wholePart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import { workflowInputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { AppError } from "../app-error.ts";
import { batchArtifacts, batches, batchItems } from "../db/schema/batches.ts";
import { channels } from "../queue/channels.ts";
import { contentsIn } from "../runs/contents-in.ts";
import { refuseForeignContents, refuseUnfitInputs } from "../runs/insert-run.ts";
import { refuseProblems } from "../runs/refuse-problems.ts";
import type { RunContext } from "../runs/run-services.ts";
import { refuseMissingSecrets } from "../secrets/refuse-missing-secrets.ts";
import { requireWorkflow } from "../workflows/require-workflow.ts";
import { loadSubGraphs } from "../workflows/load-sub-graphs.ts";

export type NewBatchItem = { label: string; inputs: BatchItemInputs };

type NewBatch = {
  workflowId: string;
  name: string;
  source: BatchSource;
  /** What all items share. */
  inputs: Record<string, JsonValue>;
  items: readonly NewBatchItem[];
};

/** Rows of one statement, within the number of parameters that Postgres takes. */
const ROWS_AT_ONCE = 1_000;

/**
 * Stores a batch of the workflow's newest version with all its items; workers then start them, a few at a time (`feed-batch.ts`). Every item is checked as
 * the start of its run would be, so that what cannot run is said now, and nothing is stored.
 *
 * @throws AppError NOT_FOUND; BAD_REQUEST "no-items", "too-many-items", "missing-input", "bad-input" naming the item, and as `startRun`
 */
export async function createBatch(context: RunContext, batch: NewBatch): Promise<{ batchId: string }> {
  const { tenant, userId, runServices } = context;
  const { workspaceId } = tenant;
  refuseCount(batch.items.length);
  const { version, graph } = await requireWorkflow(context, batch);
  const subGraphs = await loadSubGraphs(context, graph);
  refuseProblems(graph, { part: wholePart, earlier: null, places: placesInRun(graph, wholePart), subGraphs });
  await refuseMissingSecrets(context, { graph, subGraphs });
  refuseMissing(graph, batch);
  for (const item of batch.items) refuseItem(graph, batch.inputs, item);

  const batchId = randomUUID();
  await tenant.run(async (tx) => {
    const contents = contentsIn([batch.inputs, batch.items.map(({ inputs }) => inputs)]);
    await refuseForeignContents(tx, workspaceId, contents);
    const { name, workflowId, source, inputs, items } = batch;
    await tx.insert(batches).values({
      workspaceId,
      id: batchId,
      name,
      workflowId,
      workflowVersion: version,
      graph,
      subGraphs,
      source,
      inputs,
      itemCount: items.length,
      createdBy: userId,
    });
    for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
      const rows = items.slice(from, from + ROWS_AT_ONCE).map((item, index) => ({
        workspaceId,
        batchId,
        position: from + index + 1,
        label: item.label,
        inputs: item.inputs,
      }));
      await tx.insert(batchItems).values(rows);
    }
    const hashes = [...contents.keys()];
    for (let from = 0; from < hashes.length; from += ROWS_AT_ONCE) {
      const rows = hashes.slice(from, from + ROWS_AT_ONCE).map((hash) => ({ workspaceId, batchId, hash }));
      await tx.insert(batchArtifacts).values(rows);
    }
  });
  runServices.bell.ring(channels.queue, "batches");
  return { batchId };
}

/** @throws AppError BAD_REQUEST "no-items", "too-many-items" */
export function refuseCount(count: number) {
  if (count === 0) {
    throw new AppError("BAD_REQUEST", "A batch needs at least one item. Choose files, or a table with rows.", {
      reason: "no-items",
    });
  }
  if (count > MAX_BATCH_ITEMS) {
    const most = MAX_BATCH_ITEMS.toLocaleString("en");
    const message = `A batch takes up to ${most} items; these are ${count.toLocaleString("en")}. Make several batches of them.`;
    throw new AppError("BAD_REQUEST", message, { reason: "too-many-items" });
  }
}

function refuseItem(graph: Graph, shared: Record<string, JsonValue>, { label, inputs }: NewBatchItem) {
  try {
    refuseUnfitInputs({ graph, inputs: { ...shared, ...inputs } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const reason = error.reason === undefined ? {} : { reason: error.reason };
    throw new AppError(error.code, `${label}: ${error.message}`, reason);
  }
}

/** What no item is given must have a sample: else each of them would fail for the same reason. */
function refuseMissing(graph: Graph, { inputs, items: [first] }: NewBatch) {
  const missing = workflowInputs(graph, definitions).find(
    ({ name, sample }) => sample === undefined && !(name in inputs) && !(first && name in first.inputs),
  );
  if (!missing) return;
  const message = `The input “${missing.name}” has no sample, and this batch gives it no value. Give it one for all items, or choose the column that has it.`;
  throw new AppError("BAD_REQUEST", message, { reason: "missing-input" });
}
