import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type KeepingRules, noRules } from "../../graph/keeping-rules.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { defaultRunLimits } from "../runs/run-limits.ts";
import { openRunServices, type RunContext, type RunServices } from "../runs/run-services.ts";
import { createTestWorkflow, type TestWorkflow } from "../worker/runs-for-tests.ts";
import { getKeeping } from "./get-keeping.ts";
import { createHearingStore, createKeptRuns, hashOf } from "./kept-runs-for-tests.ts";
import { measureRuns } from "./measure-runs.ts";
import { previewRemoval } from "./preview-removal.ts";
import { setRules } from "./set-rules.ts";
import { sweepRuns, workspacesDue } from "./sweep-runs.ts";

let db: TestDatabase;
let workflow: TestWorkflow;
let other: TestWorkflow;
let context: RunContext;
let runServices: RunServices;
let closeServices: () => Promise<void>;
let runs: ReturnType<typeof createKeptRuns>;
let theirRuns: ReturnType<typeof createKeptRuns>;

beforeAll(async () => {
  db = await createTestDatabase();
  const opened = await openRunServices({ database: db.database, databaseUrl: db.url, limits: defaultRunLimits });
  runServices = opened;
  closeServices = opened.close;
});
beforeEach(async () => {
  workflow = await createTestWorkflow(db.database);
  other = await createTestWorkflow(db.database);
  context = { tenant: tenantOf(db.database, workflow.workspaceId), userId: "me", role: "admin", runServices };
  runs = createKeptRuns(db.database, workflow);
  theirRuns = createKeptRuns(db.database, other);
});
afterAll(async () => {
  await closeServices();
  await db.close();
});

const store = createHearingStore();
const never = new AbortController().signal;
const MB = 1e6;

/** Sets the rules, and looks at the runs by them. */
async function sweepBy(rules: Partial<KeepingRules>) {
  await setRules(context, { ...noRules, ...rules });
  return sweep();
}

function sweep(signal = never) {
  return sweepRuns({ database: db.database, artifacts: store, signal, pauseMs: 0 }, workflow.workspaceId);
}

test("by age the runs that ended longer ago go, and no others", async () => {
  for (const endedDaysAgo of [40, 31, 29, 1]) await runs.add({ endedDaysAgo });

  expect(await sweepBy({ maxAgeDays: 30 })).toMatchObject({ removed: 2 });
  expect(await runs.numbers()).toEqual([3, 4]);
});

test("by count the newest stay", async () => {
  for (let index = 0; index < 5; index++) await runs.add();

  expect(await sweepBy({ maxRuns: 2 })).toMatchObject({ removed: 3 });
  expect(await runs.numbers()).toEqual([4, 5]);
});

test("by bytes the oldest go until the rest fits, and an artifact counts for the newest run that points to it", async () => {
  await runs.add({ artifacts: { a: 4 * MB, shared: 3 * MB } });
  await runs.add({ artifacts: { b: 4 * MB } });
  await runs.add({ artifacts: { c: 1 * MB, shared: 3 * MB } });

  // Of the last two there are 8 MB and their records.
  expect(await sweepBy({ maxBytes: 8.1 * MB })).toMatchObject({ removed: 1 });
  expect(await runs.numbers()).toEqual([2, 3]);
  expect(await runs.artifacts("a", "b", "c", "shared")).toEqual(["b", "c", "shared"]);

  expect(await sweepBy({ maxBytes: 7 * MB })).toMatchObject({ removed: 1 });
  expect(await runs.numbers()).toEqual([3]);
});

test("starred runs stay whatever the rules say, and do not use up what others may", async () => {
  await runs.add({ endedDaysAgo: 400, isStarred: true, artifacts: { kept: 50 * MB } });
  await runs.add({ endedDaysAgo: 300 });
  await runs.add({ artifacts: { kept: 50 * MB } });

  await sweepBy({ maxAgeDays: 30, maxRuns: 1, maxBytes: 1 * MB });

  expect(await runs.numbers()).toEqual([1, 3]);
  expect(await runs.artifacts("kept")).toEqual(["kept"]);
});

test("runs that go on stay, and so do those that have just ended", async () => {
  await runs.add({ endedDaysAgo: null });
  await runs.add({ endedDaysAgo: 0.01 });
  await runs.add({ endedDaysAgo: 0.01, artifacts: { large: 100 * MB } });

  expect(await sweepBy({ maxRuns: 1, maxBytes: 1 * MB })).toMatchObject({ removed: 0 });
  expect(await runs.numbers()).toEqual([1, 2, 3]);
});

test("shared runs stay while a link to them works", async () => {
  const { $client: client } = db.database;
  const { workspaceId } = workflow;
  const links = { works: "interval '1 day'", expired: "interval '-1 day'", revoked: "null" };
  for (const ends of Object.values(links)) {
    const number = await runs.add({ endedDaysAgo: 50 });
    await client.query(
      `insert into run_shares (workspace_id, run_id, token_hash, note, created_by, expires_at, revoked_at)
       select workspace_id, id, $3, '', 'me', now() + ${ends}, case when ${ends} is null then now() end
       from runs where workspace_id = $1 and number = $2`,
      [workspaceId, number, hashOf(`${workspaceId} ${number}`)],
    );
  }

  await sweepBy({ maxAgeDays: 30 });

  expect(await runs.numbers()).toEqual([1]);
});

test("the runs of a batch stay while it has more to start", async () => {
  const { $client: client } = db.database;
  const { workspaceId, workflowId } = workflow;
  await runs.add({ endedDaysAgo: 50 });
  await client.query(
    `with batch as (
       insert into batches (workspace_id, workflow_id, workflow_version, name, graph, sub_graphs, source, inputs, item_count, created_by)
       values ($1, $2, 1, 'Many', '{}', '{}', '{}', '{}', 2, 'me') returning id)
     update runs set batch_id = batch.id from batch where workspace_id = $1`,
    [workspaceId, workflowId],
  );

  expect(await sweepBy({ maxAgeDays: 30 })).toMatchObject({ removed: 0 });

  await client.query("update batches set has_work = false where workspace_id = $1", [workspaceId]);
  expect(await sweep()).toMatchObject({ removed: 1 });
});

test("what a kept run, a reused result, a model or a workflow needs stays; the rest goes with its bytes", async () => {
  const { $client: client } = db.database;
  const { workspaceId, workflowId } = workflow;
  const all = ["mine", "shared", "cached", "model", "pinned", "given"];
  await runs.addArtifact("given", 1, false);
  await runs.add({ endedDaysAgo: 50, artifacts: Object.fromEntries(all.map((name) => [name, 1])) });
  await runs.add({ artifacts: { shared: 1 } });
  await client.query(
    `insert into cache_entries (workspace_id, key, result, run_id, ended_at_ms, saved_ms, record_bytes, artifact_bytes)
     values ($1, 'k', '{}', 'r', 0, 0, 0, 0)`,
    [workspaceId],
  );
  await client.query("insert into cache_artifacts values ($1, 'k', $2)", [workspaceId, hashOf("cached")]);
  const { rows: models } = await client.query<{ id: string }>(
    "insert into models (workspace_id, name, created_by) values ($1, 'm', 'me') returning id",
    [workspaceId],
  );
  await client.query(
    `insert into model_versions (workspace_id, model_id, number, hash, size_bytes, summary, created_by)
     values ($1, $2, 1, $3, 1, '{}', 'me')`,
    [workspaceId, models[0]!.id, hashOf("model")],
  );
  await client.query(
    `insert into workflow_references (workspace_id, version_id, kind, hash)
     select $1, id, 'file', $3 from workflow_versions where workflow_id = $2`,
    [workspaceId, workflowId, hashOf("pinned")],
  );

  await sweepBy({ maxAgeDays: 30 });

  expect(await runs.artifacts(...all)).toEqual(["shared", "cached", "model", "pinned", "given"]);
  expect(store.removed).toContain(hashOf("mine"));
});

test("the preview says what a sweep then does, and removes nothing", async () => {
  await runs.add({ endedDaysAgo: 60, artifacts: { a: 2 * MB, shared: 5 * MB } });
  await runs.add({ endedDaysAgo: 50, isStarred: true });
  await runs.add({ endedDaysAgo: 40, artifacts: { b: 1 * MB } });
  await runs.add({ artifacts: { shared: 5 * MB } });
  while ((await measureRuns(db.database)) > 0);
  const rules = { ...noRules, maxAgeDays: 30 };

  const preview = await previewRemoval(context, rules);

  expect(preview).toMatchObject({ runs: 2, starred: 1 });
  expect(Math.round((Date.now() - preview.endedUpTo!.getTime()) / 86_400_000)).toBe(40);
  expect(await runs.numbers()).toHaveLength(4);
  expect(await sweepBy(rules)).toEqual({ removed: 2, bytes: preview.bytes });
  expect(preview.bytes).toBeGreaterThan(3 * MB);
  expect(preview.bytes).toBeLessThan(4 * MB);
  expect(await previewRemoval(context, rules)).toEqual({ runs: 0, bytes: 0, endedUpTo: null, starred: 1 });
});

test("a sweep that is cut off leaves whole runs and a true log, and the next one goes on with it", async () => {
  for (let index = 0; index < 5; index++) await runs.add({ endedDaysAgo: 50, events: 12_000 });
  const ending = new AbortController();
  const cutting = { remove: store.remove };
  await runs.add({ endedDaysAgo: 50, artifacts: { last: 1 } });
  await setRules(context, { ...noRules, maxAgeDays: 30 });
  // So many events that each of the first runs is a batch of its own.
  const first = sweepRuns(
    { database: db.database, artifacts: cutting, signal: ending.signal, pauseMs: 60_000 },
    workflow.workspaceId,
  );
  await expect.poll(() => runs.numbers()).toHaveLength(5);
  ending.abort();
  await first;

  const { sweeps, sweptAt } = await getKeeping(context);
  expect(sweeps).toMatchObject([{ removedRuns: 1, endedAt: null }]);
  expect(sweptAt).toBeNull();
  expect(await workspacesDue(db.database)).toContain(workflow.workspaceId);

  await sweep();
  expect(await runs.numbers()).toEqual([]);
  expect((await getKeeping(context)).sweeps).toMatchObject([{ removedRuns: 6, endedAt: expect.any(Date) }]);
  expect(await workspacesDue(db.database)).not.toContain(workflow.workspaceId);
  const { rows } = await db.database.$client.query(
    "select 1 from run_events where workspace_id = $1 union all select 1 from run_terms where workspace_id = $1",
    [workflow.workspaceId],
  );
  expect(rows).toEqual([]);
});

test("of two sweepers one works and the other goes its way", async () => {
  for (let index = 0; index < 3; index++) await runs.add({ endedDaysAgo: 50 });
  await setRules(context, { ...noRules, maxAgeDays: 30 });

  const both = await Promise.all([sweep(), sweep()]);

  expect(both.filter((one) => one !== null && one.removed > 0)).toEqual([{ removed: 3, bytes: expect.any(Number) }]);
  expect((await getKeeping(context)).sweeps).toMatchObject([{ removedRuns: 3 }]);
});

test("a run that somebody stars meanwhile stays", async () => {
  await runs.add({ endedDaysAgo: 50 });
  await runs.add({ endedDaysAgo: 50 });
  await setRules(context, { ...noRules, maxAgeDays: 30 });
  const client = await db.database.$client.connect();
  try {
    await client.query("begin");
    await client.query("update runs set is_starred = true where workspace_id = $1 and number = 2", [
      workflow.workspaceId,
    ]);

    await sweep();
    await client.query("commit");
  } finally {
    client.release();
  }

  await sweep();
  expect(await runs.numbers()).toEqual([2]);
});

test("other workspaces keep their runs, and the bytes that both have are asked for before they go", async () => {
  await runs.add({ endedDaysAgo: 50, artifacts: { both: 1 } });
  await theirRuns.add({ endedDaysAgo: 50, artifacts: { both: 1 } });
  store.removed.length = 0;

  await sweepBy({ maxAgeDays: 1 });

  expect(await runs.numbers()).toEqual([]);
  expect(await theirRuns.numbers()).toEqual([1]);
  expect(await theirRuns.artifacts("both")).toEqual(["both"]);
  expect(store.removed).toEqual([]);
});

test("without a rule nothing is due and nothing goes", async () => {
  await runs.add({ endedDaysAgo: 5_000 });
  await setRules(context, { ...noRules, maxAgeDays: 30 });

  expect(await sweepBy({})).toEqual({ removed: 0, bytes: 0 });
  expect(await runs.numbers()).toEqual([1]);
  expect(await workspacesDue(db.database)).not.toContain(workflow.workspaceId);
});
