import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { listRuns } from "../runs/list-runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { chain, createTestWorkflow, type TestWorkflow } from "../worker/runs-for-tests.ts";
import { chartByPart } from "./chart-by-part.ts";
import { chartOverTime, type RunsOverTime } from "./chart-over-time.ts";

let db: TestDatabase;
let workflow: TestWorkflow;
let context: ServiceContext;
let theirs: ServiceContext;
const DIGITS = "a".repeat(64);
const GONE = "b".repeat(64);

type Row = { at: string; status?: string; ms?: number; waitMs?: number; version?: number; tags?: string[] } & {
  terms?: string[];
  computed?: Record<string, number>;
  saved?: number;
};

/** All on 1 November 2026, in Greenwich. */
const rows: Row[] = [
  { at: "09:10", ms: 100, waitMs: 5, computed: { "n:Resize": 40, "n:Classify": 55, [`m:${DIGITS}`]: 50 } },
  { at: "09:20", ms: 300, waitMs: 15, version: 2, computed: { "n:Resize": 60, [`m:${GONE}`]: 20 } },
  { at: "09:30", ms: 200, waitMs: 10, status: "failed", version: 2, computed: { "n:Resize": 200 } },
  { at: "11:00", ms: 10, status: "cancelled", tags: ["rare"] },
  { at: "11:59", ms: 20, saved: 1_500, version: 2 },
  { at: "12:30", status: "running" },
];
/** A day later. */
const later: Row[] = [
  { at: "09:10", ms: 100, computed: { "n:Resize": 40, [`m:${DIGITS}`]: 50 } },
  { at: "09:20", ms: 100, computed: { "n:resize": 30 }, terms: [`m:${DIGITS}`] },
  { at: "09:30", ms: 100, terms: [`m:${DIGITS}`] },
];
const capitals = { kind: "between", from: "2026-11-02T00:00", to: "2026-11-03T00:00" } as const;
const day = { kind: "between", from: "2026-11-01T09:00", to: "2026-11-01T13:00" } as const;

async function insertRuns(of: TestWorkflow, all: readonly Row[], { date = "2026-11-01", above = 0 } = {}) {
  for (const [index, row] of all.entries()) {
    const { at, status = "succeeded", ms, waitMs = 0, version = 1, tags = [], computed = {}, saved = 0 } = row;
    const terms = [...(row.terms ?? []), ...Object.keys(computed).filter((part) => part.startsWith("m:"))];
    await db.database.$client.query(
      `insert into runs (workspace_id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by, status, tags, terms,
         computed, computed_ms, saved_ms, cached_steps, created_at, started_at, finished_at)
       select $1, $2, $3, $4, $5, '{}', '{"total": 4}', 'me', $6, $7, $8, $9, $10, $11, $12, at, begun, begun + $15::float8 * interval '1 ms'
       from (select $13::timestamptz as at, $13::timestamptz + $14::float8 * interval '1 ms' as begun) as times`,
      [
        of.workspaceId,
        above + index + 1,
        of.workflowId,
        version,
        JSON.stringify(chain("a")),
        status,
        tags,
        [...tags.map((tag) => `t:${tag}`), ...terms],
        Object.keys(computed),
        Object.values(computed),
        saved,
        saved > 0 ? 2 : 0,
        `${date}T${at}:00Z`,
        waitMs,
        ms ?? null,
      ],
    );
  }
}

beforeAll(async () => {
  db = await createTestDatabase();
  const { $client: client } = db.database;
  workflow = await createTestWorkflow(db.database);
  const other = await createTestWorkflow(db.database);
  const contextOf = ({ workspaceId }: TestWorkflow): ServiceContext => {
    return { tenant: tenantOf(db.database, workspaceId), userId: "me", role: "viewer" };
  };
  [context, theirs] = [contextOf(workflow), contextOf(other)];
  const { workspaceId } = workflow;
  const modelId = randomUUID();
  await client.query("insert into artifacts (workspace_id, hash, size_bytes, media_type) values ($1, $2, 1, 'model')", [
    workspaceId,
    DIGITS,
  ]);
  await client.query("insert into models (workspace_id, id, name, created_by) values ($1, $2, 'digits', 'me')", [
    workspaceId,
    modelId,
  ]);
  await client.query(
    "insert into model_versions (workspace_id, model_id, number, hash, size_bytes, summary, created_by) values ($1, $2, 3, $3, 1, '{}', 'me')",
    [workspaceId, modelId, DIGITS],
  );
  await insertRuns(workflow, rows);
  await insertRuns(workflow, later, { date: "2026-11-02", above: rows.length });
  await insertRuns(other, [{ at: "09:15", ms: 9_999 }]);
});
afterAll(() => db.close());

/** "09:10 1 run, 09:20 1 run": the buckets in which there are any. */
function countsOf({ edges, buckets }: RunsOverTime): string[] {
  return buckets.flatMap(({ succeeded, failed, cancelled, open }, index) => {
    const counts = Object.entries({ succeeded, failed, cancelled, open }).filter(([, count]) => count > 0);
    const words = counts.map(([name, count]) => `${count} ${name}`).join(", ");
    return words ? [`${new Date(edges[index]!).toISOString().slice(11, 16)} ${words}`] : [];
  });
}

test("each run is counted in the bucket in which it was ordered, by how it ended", async () => {
  const chart = await chartOverTime(context, { window: day });

  expect(chart.sizeMs).toBe(5 * 60_000);
  expect(countsOf(chart)).toEqual([
    "09:10 1 succeeded",
    "09:20 1 succeeded",
    "09:30 1 failed",
    "11:00 1 cancelled",
    "11:55 1 succeeded",
    "12:30 1 open",
  ]);
  expect(chart.total).toEqual({
    succeeded: 3,
    failed: 1,
    cancelled: 1,
    open: 1,
    durationMs: { p50: 100, p95: 300 },
    waitMs: { p50: 0, p95: 15 },
    savedMs: 1_500,
    cachedSteps: 2,
    steps: 24,
  });
  expect(chart.countedFrom).toBeNull();
});

test("the query of the list narrows it, and a bucket holds what the list finds for its stretch", async () => {
  const query = "status:failed,succeeded version:2";

  const chart = await chartOverTime(context, { window: day, query });

  expect(countsOf(chart)).toEqual(["09:20 1 succeeded", "09:30 1 failed", "11:55 1 succeeded"]);
  const { items } = await listRuns(context, { query: `${query} started:>=2026-11-01T09:20 started:<2026-11-01T09:25` });
  expect(items.map(({ number }) => number)).toEqual([2]);
  // A clause that few runs match is found by its own index, and one that none can match at once.
  expect(countsOf(await chartOverTime(context, { window: day, query: "tag:rare" }))).toEqual(["11:00 1 cancelled"]);
  expect(countsOf(await chartOverTime(context, { window: day, query: "workflow:absent" }))).toEqual([]);
  await expect(chartOverTime(context, { window: day, query: "stauts:x" })).rejects.toMatchObject({
    reason: "bad-query",
  });
});

test("of more runs than can be looked at the newest are counted, and it says from when on", async () => {
  const chart = await chartOverTime(context, { window: day }, { most: 3 });

  expect(countsOf(chart)).toEqual(["09:30 1 failed", "11:00 1 cancelled", "11:55 1 succeeded", "12:30 1 open"]);
  expect(chart.countedFrom).toBe(Date.parse("2026-11-01T09:30:00Z"));
});

test("time is told by node and by model, with the names that models have now", async () => {
  const { nodes, models } = await chartByPart(context, { window: day });

  const ours = { id: workflow.workflowId, title: "Test" };
  expect(nodes).toEqual({
    items: [
      { workflow: ours, title: "Resize", runs: 3, ms: 300 },
      { workflow: ours, title: "Classify", runs: 1, ms: 55 },
    ],
    count: 2,
    ms: 355,
  });
  expect(models).toEqual({
    items: [
      { hash: DIGITS, name: "digits", version: 3, isOnly: true, runs: 1, ms: 50 },
      { hash: GONE, name: null, version: null, isOnly: false, runs: 1, ms: 20 },
    ],
    count: 2,
    ms: 70,
  });
  const found = await listRuns(context, { query: "node:classify started:2026-11-01" });
  expect(found.items.map(({ number }) => number)).toEqual([1]);
  expect((await listRuns(context, { query: "node:=resiz" })).items).toEqual([]);
});

test("the list that a bar of a node or a model opens has as many runs as the bar counts", async () => {
  // A model may be in a run and compute nothing, and titles may differ in capitals alone.
  const { nodes, models } = await chartByPart(context, { window: capitals });
  const countOf = async (query: string) =>
    (await listRuns(context, { query: `${query} started:2026-11-02` })).items.length;

  expect(nodes.items.map(({ title, runs: count }) => [title, count])).toEqual([
    ["Resize", 1],
    ["resize", 1],
  ]);
  expect(models.items.map(({ name, runs: count }) => [name, count])).toEqual([["digits", 1]]);
  expect(await Promise.all(["node:=Resize", "node:=resize", "node:resize"].map(countOf))).toEqual([1, 1, 2]);
  expect(await Promise.all(["computed:=digits@3", "computed:digit", "model:=digits@3"].map(countOf))).toEqual([
    1, 1, 3,
  ]);
  expect(await Promise.all([`computed:=${DIGITS}`, `computed:${GONE}`].map(countOf))).toEqual([1, 0]);
  expect(await Promise.all(["computed:=digit@3", "-computed:digits"].map(countOf))).toEqual([0, 2]);
});

test("versions are told with their failures and durations", async () => {
  const { versions } = await chartByPart(context, { window: day });

  const ours = { id: workflow.workflowId, title: "Test" };
  expect(versions).toEqual({
    items: [
      { workflow: ours, version: 2, runs: 3, failed: 1, durationMs: { p50: 200, p95: 300 } },
      { workflow: ours, version: 1, runs: 3, failed: 0, durationMs: { p50: 10, p95: 100 } },
    ],
    count: 2,
  });
});

test("another workspace's runs are not counted", async () => {
  expect(countsOf(await chartOverTime(theirs, { window: day }))).toEqual(["09:15 1 succeeded"]);
  expect(await chartByPart(theirs, { window: day })).toMatchObject({ nodes: { items: [] }, models: { items: [] } });
});
