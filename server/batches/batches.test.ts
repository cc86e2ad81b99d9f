import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BatchItemStatus } from "../../graph/batches.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { batches, batchItems } from "../db/schema/batches.ts";
import { runs } from "../db/schema/runs.ts";
import { tenantOf } from "../db/tenant.ts";
import { graphOf } from "../deployments/graphs-for-tests.ts";
import { listRuns } from "../runs/list-runs.ts";
import { removeRuns } from "../runs/remove-runs.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { removeWorkflow } from "../workflows/remove-workflow.ts";
import { createTestWorkflow } from "../worker/runs-for-tests.ts";
import { cancelBatch } from "./cancel-batch.ts";
import { createBatch } from "./create-batch.ts";
import { feedBatch } from "./feed-batch.ts";
import { getBatch } from "./get-batch.ts";
import { listBatches } from "./list-batches.ts";
import { listBatchItems } from "./list-batch-items.ts";
import { removeBatch } from "./remove-batch.ts";
import { retryBatch } from "./retry-batch.ts";

/** Twice as many are in hand at a time. */
const limits = { queued: 1_000, running: 3 };
let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
beforeAll(async () => {
  db = await createTestDatabase();
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url, limits });
});
afterAll(async () => {
  await runServices.close();
  await db.close();
});

const doubling = graphOf(
  {
    in: ["workflow-input", { name: "value", kind: "number" }],
    out: ["workflow-output", { name: "result" }],
  },
  "in.value out.value",
);

async function workspace() {
  const workflow = await createTestWorkflow(db.database, doubling);
  const tenant = tenantOf(db.database, workflow.workspaceId);
  const context: RunContext = { tenant, userId: "somebody", role: "runner", runServices };
  return { ...workflow, context };
}

function start({ context, workflowId }: Awaited<ReturnType<typeof workspace>>, count: number, name = "Numbers") {
  const items = Array.from({ length: count }, (_, index) => ({ label: `Row ${index + 1}`, inputs: { value: index } }));
  const source = { kind: "table", name: "rows.csv", columns: { value: "value" } } as const;
  return createBatch(context, { workflowId, name, source, inputs: {}, items });
}

/** As the worker would end them. */
async function endRuns(batchId: string, status: "succeeded" | "failed") {
  await db.database
    .update(runs)
    .set({ status, startedAt: new Date(), finishedAt: new Date() })
    .where(and(eq(runs.batchId, batchId), eq(runs.status, "queued")));
}
const runsOf = (batchId: string) =>
  db.database.select().from(runs).where(eq(runs.batchId, batchId)).orderBy(runs.number);

async function countsOf(context: RunContext, batchId: string): Promise<Partial<Record<BatchItemStatus, number>>> {
  const { counts } = await getBatch(context, { batchId });
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

test("items are started a few at a time, as runs that wait behind those of people, and the rest as these end", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 9);
  await feedBatch(ours.context, batchId);
  await feedBatch(ours.context, batchId);

  const first = await runsOf(batchId);
  expect(first.map(({ inputs, trigger, priority }) => ({ inputs, trigger, priority }))).toEqual(
    [0, 1, 2, 3, 4, 5].map((value) => ({ inputs: { value }, trigger: "batch", priority: 0 })),
  );
  expect(await countsOf(ours.context, batchId)).toEqual({ queued: 9 });

  await endRuns(batchId, "succeeded");
  await feedBatch(ours.context, batchId);

  expect(await runsOf(batchId)).toHaveLength(9);
  expect(await countsOf(ours.context, batchId)).toEqual({ succeeded: 6, queued: 3 });
  await endRuns(batchId, "succeeded");
  await feedBatch(ours.context, batchId);
  expect(await runsOf(batchId)).toHaveLength(9);
});

test("two who feed a batch at once start no item twice", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 5);

  await Promise.all(Array.from({ length: 4 }, () => feedBatch(ours.context, batchId)));

  const started = (await runsOf(batchId)).map(({ inputs }) => inputs.value);
  expect(new Set(started)).toEqual(new Set([0, 1, 2, 3, 4]));
  expect(started).toHaveLength(5);
});

test("a cancelled batch stays cancelled: what ran is cancelled, what waited never starts, whoever feeds it later", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 10);
  await feedBatch(ours.context, batchId);
  await db.database
    .update(runs)
    .set({ status: "succeeded", finishedAt: new Date() })
    .where(and(eq(runs.batchId, batchId), eq(runs.number, 1)));

  await cancelBatch(ours.context, { batchId });
  await cancelBatch(ours.context, { batchId });
  await feedBatch(ours.context, batchId);

  expect(await countsOf(ours.context, batchId)).toEqual({ succeeded: 1, cancelled: 9 });
  expect(await runsOf(batchId)).toHaveLength(6);
  expect(
    await db.database
      .select()
      .from(batches)
      .where(and(eq(batches.id, batchId), batches.hasWork)),
  ).toEqual([]);
});

test("a web process that dies over a cancel leaves the rest to the workers", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 10);
  await feedBatch(ours.context, batchId);
  // What the first transaction of a cancel leaves.
  await db.database.update(batchItems).set({ state: "cancelled" }).where(eq(batchItems.state, "pending"));
  await db.database.update(batches).set({ cancelRequestedAt: new Date() }).where(eq(batches.id, batchId));

  await feedBatch(ours.context, batchId);

  expect(await countsOf(ours.context, batchId)).toEqual({ cancelled: 10 });
});

test("retry lets the runs that failed go on, once however often it is asked, and leaves what was cancelled", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 8);
  await feedBatch(ours.context, batchId);
  await endRuns(batchId, "failed");
  await cancelBatch(ours.context, { batchId });
  expect(await countsOf(ours.context, batchId)).toEqual({ failed: 6, cancelled: 2 });

  expect(await retryBatch(ours.context, { batchId, status: "failed" })).toEqual({ retried: 6 });
  await expect(retryBatch(ours.context, { batchId, status: "failed" })).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "nothing-to-retry",
  });
  expect(await countsOf(ours.context, batchId)).toEqual({ queued: 6, cancelled: 2 });
  await feedBatch(ours.context, batchId);

  const retried = await runsOf(batchId);
  expect(retried).toHaveLength(6);
  expect(retried.every(({ status, priority }) => status === "queued" && priority === 0)).toBe(true);
  await endRuns(batchId, "succeeded");
  expect(await countsOf(ours.context, batchId)).toEqual({ succeeded: 6, cancelled: 2 });

  expect(await retryBatch(ours.context, { batchId, status: "cancelled" })).toEqual({ retried: 2 });
  await feedBatch(ours.context, batchId);
  expect(await countsOf(ours.context, batchId)).toEqual({ succeeded: 6, queued: 2 });
});

test("a run that was retried by hand meanwhile is left to it, and one that was deleted is shown as deleted", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 2);
  await feedBatch(ours.context, batchId);
  await endRuns(batchId, "failed");
  await retryBatch(ours.context, { batchId, status: "failed" });
  const [first, second] = await runsOf(batchId);
  await db.database.update(runs).set({ status: "succeeded" }).where(eq(runs.id, first!.id));
  await removeRuns(ours.context, { runIds: [second!.id] });

  await feedBatch(ours.context, batchId);

  expect(await countsOf(ours.context, batchId)).toEqual({ succeeded: 1, deleted: 1 });
});

test("when the queue is full the batch waits for room, and its items are not lost", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 3);
  const full = { ...ours.context, runServices: { ...runServices, limits: { ...limits, queued: 1 } } };

  await feedBatch(full, batchId);
  expect(await runsOf(batchId)).toHaveLength(1);
  await feedBatch(ours.context, batchId);

  expect(await countsOf(ours.context, batchId)).toEqual({ queued: 3 });
  expect(await runsOf(batchId)).toHaveLength(3);
});

test("items of a workflow that was removed fail, and say why", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 2);
  await removeWorkflow(ours.context, { workflowId: ours.workflowId });

  await feedBatch(ours.context, batchId);

  const items = await listBatchItems(ours.context, { batchId, from: 0, count: 10 });
  expect(items.map(({ status, error }) => ({ status, error }))).toEqual([
    { status: "failed", error: "There is no such workflow." },
    { status: "failed", error: "There is no such workflow." },
  ]);
  await expect(retryBatch(ours.context, { batchId, status: "failed" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("what cannot run is refused before anything is stored, and the item is named", async () => {
  const { context, workflowId } = await workspace();
  const batch = {
    workflowId,
    name: "Numbers",
    source: { kind: "table", name: "rows.csv", columns: { value: "value" } },
    inputs: {},
  } as const;
  const of = (values: readonly unknown[]) =>
    createBatch(context, {
      ...batch,
      items: values.map((value, index) => ({ label: `Row ${index + 1}`, inputs: { value: value as number } })),
    });

  await expect(of([])).rejects.toMatchObject({ reason: "no-items" });
  await expect(of(Array.from({ length: 10_001 }, () => 1))).rejects.toMatchObject({
    reason: "too-many-items",
    message: "A batch takes up to 10,000 items; these are 10,001. Make several batches of them.",
  });
  await expect(of([1, "two"])).rejects.toMatchObject({
    reason: "bad-input",
    message: 'Row 2: The input "value" takes a number, got "two".',
  });
  await expect(createBatch(context, { ...batch, items: [{ label: "Row 1", inputs: {} }] })).rejects.toMatchObject({
    reason: "missing-input",
  });
  const file = { hash: "5".repeat(64), name: "no.png", mediaType: "image/png", sizeBytes: 3 };
  await expect(
    createBatch(context, { ...batch, inputs: { value: file as never }, items: [{ label: "no.png", inputs: {} }] }),
  ).rejects.toMatchObject({ reason: "bad-input" });
  expect((await listBatches(context, {})).items).toEqual([]);
});

test("the runs of a batch are found by its name and by its id, also in part", async () => {
  const ours = await workspace();
  const { batchId } = await start(ours, 2, "Gate 3, June");
  await start(ours, 1, "Gate 4");
  await feedBatch(ours.context, batchId);

  const found = async (query: string) => (await listRuns(ours.context, { query })).items.map(({ number }) => number);
  expect(await found('batch:"gate 3"')).toEqual([2, 1]);
  expect(await found(`batch:${batchId}`)).toEqual([2, 1]);
  expect(await found("batch:gate trigger:batch")).toEqual([2, 1]);
  expect(await found("batch:elsewhere")).toEqual([]);
});

test("a batch is deleted with its runs or without them, and not while it goes on", async () => {
  const ours = await workspace();
  const kept = await start(ours, 2, "Kept");
  const gone = await start(ours, 2, "Gone");
  await feedBatch(ours.context, kept.batchId);
  await feedBatch(ours.context, gone.batchId);
  await expect(removeBatch(ours.context, { batchId: kept.batchId, withRuns: false })).rejects.toMatchObject({
    reason: "still-live",
  });
  await endRuns(kept.batchId, "succeeded");
  await endRuns(gone.batchId, "succeeded");
  await db.database
    .update(runs)
    .set({ isStarred: true })
    .where(and(eq(runs.batchId, gone.batchId), eq(runs.number, 3)));

  expect(await removeBatch(ours.context, { batchId: kept.batchId, withRuns: false })).toMatchObject({ removedRuns: 0 });
  expect(await removeBatch(ours.context, { batchId: gone.batchId, withRuns: true })).toMatchObject({ removedRuns: 1 });

  expect((await listBatches(ours.context, {})).items).toEqual([]);
  expect((await listRuns(ours.context, {})).items.map(({ number }) => number)).toEqual([3, 2, 1]);
});

test("the list is of one's own workspace, newest first", async () => {
  const [ours, theirs] = [await workspace(), await workspace()];
  await start(theirs, 1, "Theirs");
  for (let number = 1; number <= 31; number++) await start(ours, 1, `Batch ${number}`);

  const first = await listBatches(ours.context, {});
  const second = await listBatches(ours.context, { cursor: first.nextCursor! });

  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(
    Array.from({ length: 31 }, (_, index) => `Batch ${31 - index}`),
  );
  expect(second.nextCursor).toBeNull();
});
