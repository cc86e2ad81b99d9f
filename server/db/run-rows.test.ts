import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import { chain, createTestWorkflow, queueTestRun, type TestWorkflow, until } from "../worker/runs-for-tests.ts";
import { createTestDatabase, type TestDatabase } from "./database-for-tests.ts";

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;
let runId: string;

beforeAll(async () => {
  db = await createTestDatabase();
  queue = await openQueue(db.database);
});
afterAll(async () => {
  await queue.close();
  await db.close();
});
beforeEach(async () => {
  workflow = await createTestWorkflow(db.database);
  runId = await queueTestRun({ database: db.database, queue }, workflow, chain("a"));
});

type RunKey = { workspaceId: string; runId: string };

const writeEvents = (client: pg.Pool | pg.ClientBase, keys: RunKey[]) =>
  client.query(
    `insert into run_events (workspace_id, run_id, seq, type, event)
     select w, r, place, 'step.started', '{}' from unnest($1::uuid[], $2::uuid[]) with ordinality as x(w, r, place)`,
    [keys.map((key) => key.workspaceId), keys.map((key) => key.runId)],
  );
const writeStep = ({ workspaceId, runId }: RunKey) =>
  db.database.$client.query(
    "insert into run_steps (workspace_id, run_id, node_id, attempt, record) values ($1, $2, 'a', 1, '{}')",
    [workspaceId, runId],
  );
const left = async () => {
  const { rows } = await db.database.$client.query<{ events: number; steps: number }>(
    `select (select count(*)::int from run_events where run_id = $1) as events,
            (select count(*)::int from run_steps where run_id = $1) as steps`,
    [runId],
  );
  return rows[0];
};
const ours = (): RunKey => ({ workspaceId: workflow.workspaceId, runId });

test("events and steps of a run that is not there are refused, and so is all that was written with them", async () => {
  const lost = { ...ours(), runId: randomUUID() };

  await expect(writeEvents(db.database.$client, [ours(), lost])).rejects.toMatchObject({ code: "23503" });
  await expect(writeStep(lost)).rejects.toMatchObject({ code: "23503" });
  expect(await left()).toEqual({ events: 0, steps: 0 });
});

test("events and steps under another workspace than their run's are refused", async () => {
  const { workspaceId } = await createTestWorkflow(db.database);

  await expect(writeEvents(db.database.$client, [{ workspaceId, runId }])).rejects.toMatchObject({ code: "23503" });
  await expect(writeStep({ workspaceId, runId })).rejects.toMatchObject({ code: "23503" });
});

test.each([
  ["the run", () => ["delete from runs where id = $1", runId]],
  ["its workspace", () => ["delete from workspaces where id = $1", workflow.workspaceId]],
])("what a run left goes with %s", async (_, removal) => {
  await writeEvents(db.database.$client, [ours(), ours()]);
  await writeStep(ours());
  const [text, id] = removal();

  await db.database.$client.query(text!, [id]);

  expect(await left()).toEqual({ events: 0, steps: 0 });
});

test("a run that goes away while its events are written takes those with it as well", async () => {
  const writer = await db.database.$client.connect();
  await writer.query("begin");
  await writeEvents(writer, [ours()]);
  const removed = db.database.$client.query("delete from runs where id = $1", [runId]);
  await until("the removal waits", async () => {
    const { rows } = await db.database.$client.query(
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like 'delete from runs%' and datname = current_database()",
    );
    return rows.length > 0;
  });

  await writer.query("commit");
  writer.release();
  await removed;

  expect(await left()).toEqual({ events: 0, steps: 0 });
});
