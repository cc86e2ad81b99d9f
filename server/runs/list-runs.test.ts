import { afterAll, beforeAll, expect, test } from "vitest";
import { comparePlaces, runPlace, runSorts } from "../../graph/run-sort.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import type { ServiceContext } from "../service-context.ts";
import { chain, createTestWorkflow, queueTestRun, type TestWorkflow } from "../worker/runs-for-tests.ts";
import { findLatestRun } from "./find-latest-run.ts";
import { listRuns, type RunCursor } from "./list-runs.ts";

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;
let context: ServiceContext;
const runIds: string[] = [];

beforeAll(async () => {
  db = await createTestDatabase();
  queue = await openQueue(db.database);
  workflow = await createTestWorkflow(db.database);
  context = { tenant: tenantOf(db.database, workflow.workspaceId), userId: "somebody", role: "viewer" };
  for (let index = 0; index < 7; index++) {
    runIds.push(await queueTestRun({ database: db.database, queue }, workflow, chain("a", "b")));
  }
  await db.database.$client.query(
    "update runs set status = 'succeeded', started_at = now() - interval '1.5 s', finished_at = now() where id = any($1::uuid[])",
    [runIds.slice(0, 3)],
  );
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

test("pages follow one another without repeats, newest first, also while runs are started", async () => {
  const first = await listRuns(context, { limit: 3 });
  runIds.push(await queueTestRun({ database: db.database, queue }, workflow, chain("a")));
  const second = await listRuns(context, { limit: 3, cursor: first.nextCursor! });
  const third = await listRuns(context, { limit: 3, cursor: second.nextCursor! });

  const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
  expect(ids).toEqual(runIds.slice(0, 7).reverse());
  expect(third.nextCursor).toBeNull();
});

test("a list can be narrowed to a workflow and a status, and rows say how long a run took", async () => {
  const other = await createTestWorkflow(db.database);

  const done = await listRuns(context, { workflowId: workflow.workflowId, query: "status:succeeded" });
  const none = await listRuns(context, { workflowId: other.workflowId });

  expect(done.items).toHaveLength(3);
  expect(done.items[0]).toMatchObject({
    durationMs: 1500,
    workflowTitle: "Test",
    stepCounts: { total: 2 },
    isCancelling: false,
  });
  expect(none).toEqual({ items: [], nextCursor: null });
});

test("a list can be narrowed to the runs of whoever asks", async () => {
  await db.database.$client.query("update runs set started_by = 'me', terms = '{p:me}' where id = $1", [runIds[2]]);

  const mine = await listRuns({ ...context, userId: "me" }, { workflowId: workflow.workflowId, isMine: true });
  const others = await listRuns({ ...context, userId: "nobody" }, { isMine: true });

  expect(mine.items.map(({ id }) => id)).toEqual([runIds[2]]);
  expect(others.items).toEqual([]);
});

test("another workspace sees none of them", async () => {
  const other = await createTestWorkflow(db.database);
  const theirs = { ...context, tenant: tenantOf(db.database, other.workspaceId) };

  expect(await listRuns(theirs, {})).toEqual({ items: [], nextCursor: null });
  expect(await findLatestRun(theirs, { workflowId: workflow.workflowId })).toBeNull();
});

test("by duration and by size the pages follow one another, whatever is asked, and what has none is left out", async () => {
  const own = await createTestWorkflow(db.database);
  const ours = { ...context, tenant: tenantOf(db.database, own.workspaceId) };
  const { $client: client } = db.database;
  // 2,300 runs, more than a page looks at, of which every 50th is tagged "rare", and all but some "common".
  await client.query(
    `insert into runs (workspace_id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by, status, terms,
       started_at, finished_at)
     select $1, n, $2, 1, '{}', '{}', '{"total": 1}', 'me', 'succeeded',
       array_remove(array[case when n % 50 = 0 then 't:rare' end, case when n % 3 > 0 then 't:common' end], null),
       now() - (n * 7919 % 1000) * interval '1 ms', case when n % 100 <> 1 then now() end
     from generate_series(1, 2300) as n`,
    [own.workspaceId, own.workflowId],
  );
  await client.query(
    `insert into run_sizes (workspace_id, run_id, number, record_bytes, size_bytes)
     select workspace_id, id, number, 1, number * 31 % 500 from runs where workspace_id = $1 and number % 10 <> 0`,
    [own.workspaceId],
  );

  const { rows } = await client.query<Row>(
    `select number, duration_ms::int as "durationMs", size_bytes::int as "sizeBytes", terms
     from runs left join run_sizes s using (workspace_id, number) where workspace_id = $1`,
    [own.workspaceId],
  );
  for (const query of ["", "tag:rare", "tag:common", "-tag:common", "run:>1500 tag:common"]) {
    for (const sort of runSorts) {
      const expected = rows
        .filter(({ number, terms }) => isAsked[query]!(terms, number))
        .flatMap((row) => runPlace(row, sort) ?? [])
        .toSorted((one, other) => comparePlaces(one, other, sort))
        .map(({ number }) => number);

      const found: number[] = [];
      let cursor: RunCursor | null = null;
      do {
        const page = await listRuns(ours, {
          query,
          sort,
          limit: 90,
          cursor: cursor ?? undefined,
          isFar: found.length > 0,
        });
        found.push(...page.items.map(({ number }) => number));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(found, `${query} ${sort}`).toEqual(expected);
    }
  }
});

type Row = { number: number; durationMs: number | null; sizeBytes: number | null; terms: string[] };
const isAsked: Record<string, (terms: string[], number: number) => boolean> = {
  "": () => true,
  "tag:rare": (terms) => terms.includes("t:rare"),
  "tag:common": (terms) => terms.includes("t:common"),
  "-tag:common": (terms) => !terms.includes("t:common"),
  "run:>1500 tag:common": (terms, number) => number > 1_500 && terms.includes("t:common"),
};

test("a cursor of another order is refused in words", async () => {
  await expect(listRuns(context, { sort: "longest", cursor: 3 })).rejects.toMatchObject({ reason: "other-order" });
  await expect(listRuns(context, { cursor: { value: 1, number: 1 } })).rejects.toMatchObject({ reason: "other-order" });
});

test("the latest run of a workflow is its newest", async () => {
  expect(await findLatestRun(context, { workflowId: workflow.workflowId })).toEqual({
    runId: runIds.at(-1),
    status: "queued",
    part: { kind: "all" },
  });
});
