import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { getRun } from "../runs/get-run.ts";
import { listRuns } from "../runs/list-runs.ts";
import type { ServiceContext } from "../service-context.ts";
import { createTestWorkflow, type TestWorkflow } from "../worker/runs-for-tests.ts";
import { createKeptRuns } from "./kept-runs-for-tests.ts";
import { measureForgotten, measureRuns } from "./measure-runs.ts";
import { storageUsage } from "./storage-usage.ts";

let db: TestDatabase;
let workflow: TestWorkflow;
let context: ServiceContext;
let runs: ReturnType<typeof createKeptRuns>;

beforeAll(async () => {
  db = await createTestDatabase();
  workflow = await createTestWorkflow(db.database);
  context = { tenant: tenantOf(db.database, workflow.workspaceId), userId: "me", role: "viewer" };
  runs = createKeptRuns(db.database, workflow);
});
afterAll(() => db.close());

const sizesOf = async () =>
  Object.fromEntries((await listRuns(context, { limit: 100 })).items.map((run) => [run.number, run.sizeBytes]));

test("runs that have ended are measured once, whichever end with each other; live ones when they end", async () => {
  const live = await runs.add({ endedDaysAgo: null });
  const small = await runs.add();
  const large = await runs.add({ artifacts: { picture: 5_000_000, other: 1_000 }, events: 50 });

  expect(await measureRuns(db.database)).toBe(2);
  expect(await measureRuns(db.database)).toBe(0);
  const sizes = await sizesOf();
  expect(sizes[live]).toBeNull();
  expect(sizes[small]).toBeGreaterThan(600);
  expect(sizes[small]).toBeLessThan(5_000);
  expect(sizes[large]! - sizes[small]!).toBeGreaterThan(5_001_000 + 49 * 60);

  await db.database.$client.query(
    "update runs set finished_at = now() - interval '10 seconds' where workspace_id = $1 and number = $2",
    [workflow.workspaceId, live],
  );
  expect(await measureRuns(db.database)).toBe(1);
  expect((await sizesOf())[live]).toBeGreaterThan(600);
});

test("the page of a run gives the same size, also before it was measured", async () => {
  const number = await runs.add({ artifacts: { sound: 70_000 } });
  const { items } = await listRuns(context, { query: `run:${number}` });

  expect(items[0]!.sizeBytes).toBeNull();
  const { sizeBytes } = await getRun(context, { runId: items[0]!.id });
  await measureForgotten(db.database, workflow.workspaceId);
  expect((await sizesOf())[number]).toBe(sizeBytes);
});

test("many runs that ended at the same moment are none of them left out", async () => {
  const crowd = await createTestWorkflow(db.database);
  const theirs = createKeptRuns(db.database, crowd);
  await theirs.add();
  await db.database.$client.query(
    `insert into runs (workspace_id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by, status, finished_at)
     select workspace_id, number + n, workflow_id, 1, graph, inputs, step_counts, started_by, status, finished_at
     from runs, generate_series(1, 1200) as n where workspace_id = $1`,
    [crowd.workspaceId],
  );

  while ((await measureRuns(db.database)) > 0);

  const { runs: counts } = await storageUsage({ tenant: tenantOf(db.database, crowd.workspaceId) });
  expect(counts).toEqual({ count: 1_201, starred: 0, unmeasured: 0 });
});

test("what the workspace holds is told by who needs it, and what several need is counted once", async () => {
  const mine = await createTestWorkflow(db.database);
  const own = createKeptRuns(db.database, mine);
  await own.addArtifact("upload", 300, false);
  await own.add({ artifacts: { one: 1_000, both: 20_000 } });
  await own.add({ artifacts: { both: 20_000, upload: 300 }, isStarred: true });
  await own.addArtifact("forgotten", 7);
  while ((await measureRuns(db.database)) > 0);

  const usage = await storageUsage({ tenant: tenantOf(db.database, mine.workspaceId) });

  expect(usage.runs).toEqual({ count: 2, starred: 1, unmeasured: 0 });
  expect(usage.bytes).toMatchObject({ runs: 21_000, files: 300, models: 0, cache: 7 });
  expect(usage.bytes.records).toBeGreaterThan(1_200);
});
