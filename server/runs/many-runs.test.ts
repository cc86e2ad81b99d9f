import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { chain, createTestWorkflow, readRun, type TestWorkflow } from "../worker/runs-for-tests.ts";
import { editRuns } from "./edit-runs.ts";
import { errorTerms } from "./facts/run-terms.ts";
import { getStanding } from "./get-standing.ts";
import { listRuns } from "./list-runs.ts";
import { listTagsOf } from "./list-tags-of.ts";
import { cancelRuns, replayRuns } from "./many-runs.ts";
import { matchRuns } from "./match-runs.ts";
import { removeRuns } from "./remove-runs.ts";
import { openRunServices, type RunContext } from "./run-services.ts";
import { watchChanges } from "./watch-changes.ts";

let db: TestDatabase;
let workflow: TestWorkflow;
let context: RunContext;
let theirs: RunContext;
let closeServices: () => Promise<void>;
let lastNumber = 0;

beforeAll(async () => {
  db = await createTestDatabase();
  const runServices = await openRunServices({
    database: db.database,
    databaseUrl: db.url,
    limits: { queued: 4, running: 2 },
  });
  closeServices = runServices.close;
  workflow = await createTestWorkflow(db.database);
  const other = await createTestWorkflow(db.database);
  const { $client: client } = db.database;
  await client.query("insert into run_counters (workspace_id, last_number) values ($1, 1000)", [workflow.workspaceId]);
  context = { tenant: tenantOf(db.database, workflow.workspaceId), userId: "me", role: "editor", runServices };
  theirs = { ...context, tenant: tenantOf(db.database, other.workspaceId) };
});
beforeEach(() => db.database.$client.query("delete from runs"));
afterAll(async () => {
  await closeServices();
  await db.close();
});

/** A run that has ended, with an event, a step, and the artifacts named. */
async function ended({ status = "succeeded", artifacts = [] as string[], error = "" } = {}): Promise<string> {
  const { $client: client } = db.database;
  const { workspaceId, workflowId } = workflow;
  const id = randomUUID();
  const isOver = !["queued", "running"].includes(status);
  await client.query(
    `insert into runs (workspace_id, id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by, status, terms, finished_at)
     values ($1, $2, $3, $4, 1, $5, '{}', '{"total": 1}', 'me', $6, $7, case when $8 then now() end)`,
    [workspaceId, id, ++lastNumber, workflowId, JSON.stringify(chain("a")), status, errorTerms(error), isOver],
  );
  await client.query(
    "insert into run_events (workspace_id, run_id, seq, type, event) values ($1, $2, 1, 'step.log', '{}')",
    [workspaceId, id],
  );
  await client.query(
    "insert into run_steps (workspace_id, run_id, node_id, attempt, record) values ($1, $2, 'a', 1, '{}')",
    [workspaceId, id],
  );
  for (const hash of artifacts) {
    await client.query(
      "insert into artifacts (workspace_id, hash, size_bytes, media_type, is_made) values ($1, $2, 1, 'text/plain', true) on conflict do nothing",
      [workspaceId, hash],
    );
    await client.query("insert into run_artifacts (workspace_id, run_id, hash) values ($1, $2, $3)", [
      workspaceId,
      id,
      hash,
    ]);
  }
  return id;
}

const hashOf = (letter: string) => letter.repeat(64);
const numbersOf = async (query: string) => (await listRuns(context, { query })).items.map(({ id }) => id);

test("tags and notes are found at once, one run or many, and a word of the error stays when a note loses it", async () => {
  const [one, other] = [await ended({ error: "Out of memory" }), await ended()];

  await editRuns(context, { runIds: [one, other], addTags: ["nightly", "golden set"] });
  await editRuns(context, { runIds: [one], removeTags: ["nightly"], note: "Lost memory again" });
  expect(await numbersOf("tag:nightly")).toEqual([other]);
  expect(await numbersOf('tag:"golden set"')).toEqual([other, one]);
  expect(await numbersOf("note:again")).toEqual([one]);
  expect(await readRun(db.database, one)).toMatchObject({ tags: ["golden set"], note: "Lost memory again" });

  await editRuns(context, { runIds: [one], note: "" });
  expect(await numbersOf("again")).toEqual([]);
  expect(await numbersOf("memory")).toEqual([one]);
});

test("the last words of a long note are found like the first", async () => {
  const runId = await ended();
  const words = Array.from({ length: 240 }, (_, index) => `word${index}`);

  await editRuns(context, { runIds: [runId], note: `${words.join(" ")} baseline` });

  expect(await numbersOf("note:word0")).toEqual([runId]);
  expect(await numbersOf('note:"word239 baseline"')).toEqual([runId]);
});

test("the tags of many runs are given once each, by name, and nothing of what is gone or of others", async () => {
  const [one, other, plain] = [await ended(), await ended(), await ended()];
  await editRuns(context, { runIds: [one], addTags: ["old", "fruit"] });
  await editRuns(context, { runIds: [other], addTags: ["old", "absent"] });

  expect(await listTagsOf(context, { runIds: [one, plain, randomUUID(), other] })).toEqual(["absent", "fruit", "old"]);
  expect(await listTagsOf(context, { runIds: [plain] })).toEqual([]);
  expect(await listTagsOf(theirs, { runIds: [one, other] })).toEqual([]);
});

test("a run takes twenty tags; with more nothing is changed on any of them", async () => {
  const [full, free] = [await ended(), await ended()];
  await editRuns(context, { runIds: [full], addTags: Array.from({ length: 20 }, (_, index) => `t${index}`) });

  const refused = editRuns(context, { runIds: [free, full], addTags: ["more"] });

  await expect(refused).rejects.toMatchObject({
    reason: "too-many-tags",
    message: expect.stringContaining("would have 21 tags"),
  });
  expect((await readRun(db.database, free)).tags).toEqual([]);
});

test("another workspace's runs are neither labelled, deleted nor matched", async () => {
  const runId = await ended();

  await expect(editRuns(theirs, { runIds: [runId], addTags: ["a"] })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await removeRuns(theirs, { runIds: [runId] })).toEqual({ removed: 0, freed: [] });
  expect(await matchRuns(theirs, {})).toEqual({ runIds: [], hasMore: false });
  expect((await readRun(db.database, runId)).tags).toEqual([]);
});

test("deleting takes all of a run, and of its content what nothing else points to", async () => {
  const { $client: client } = db.database;
  const { workspaceId } = workflow;
  const [mine, shared, cached, kept] = ["a", "b", "c", "d"].map(hashOf) as [string, string, string, string];
  const gone = await ended({ artifacts: [mine, shared, cached, kept] });
  const stays = await ended({ artifacts: [shared] });
  await client.query(
    `insert into cache_entries (workspace_id, key, result, run_id, ended_at_ms, saved_ms, record_bytes, artifact_bytes) values ($1, 'k', '{}', 'r', 1, 1, 1, 1)`,
    [workspaceId],
  );
  await client.query("insert into cache_artifacts (workspace_id, key, hash) values ($1, 'k', $2)", [
    workspaceId,
    cached,
  ]);
  // What a person put there.
  await client.query("update artifacts set is_made = false where hash = $1", [kept]);
  await editRuns(context, { runIds: [gone], addTags: ["old"] });

  expect(await removeRuns(context, { runIds: [gone, randomUUID()] })).toEqual({ removed: 1, freed: [mine] });

  const left = async (table: string) =>
    (await client.query(`select * from ${table} where workspace_id = $1`, [workspaceId])).rows;
  expect((await left("runs")).map(({ id }) => id)).toEqual([stays]);
  expect((await left("run_events")).map(({ run_id }) => run_id)).toEqual([stays]);
  expect((await left("run_steps")).map(({ run_id }) => run_id)).toEqual([stays]);
  expect((await left("run_artifacts")).map(({ hash }) => hash)).toEqual([shared]);
  expect(await left("run_terms")).toEqual([]);
  expect(new Set((await left("artifacts")).map(({ hash }) => hash))).toEqual(new Set([shared, cached, kept]));
});

test("starred runs are found by their star, and are deleted only where that is said", async () => {
  const [starred, other] = [await ended(), await ended()];
  await editRuns(context, { runIds: [starred], isStarred: true });
  await editRuns(context, { runIds: [starred], addTags: ["old"] });

  expect(await numbersOf("is:starred")).toEqual([starred]);
  expect(await numbersOf("-is:starred")).toEqual([other]);
  await expect(removeRuns(context, { runIds: [starred, other] })).rejects.toMatchObject({
    reason: "starred",
    message: `Run ${lastNumber - 1} is starred, which is to keep it. Nothing was deleted.`,
  });
  expect((await listRuns(context, {})).items).toHaveLength(2);

  await editRuns(context, { runIds: [other], isStarred: true });
  await editRuns(context, { runIds: [starred], isStarred: false });
  expect(await removeRuns(context, { runIds: [starred] })).toMatchObject({ removed: 1 });
  expect(await removeRuns(context, { runIds: [other], evenStarred: true })).toMatchObject({ removed: 1 });
});

test("an open page learns that its run was labelled, and that it is gone", async () => {
  const runId = await ended();
  const before = await getStanding(context, { runId });

  await editRuns(context, { runIds: [runId], isStarred: true });
  const after = await getStanding(context, { runId });
  expect(before.editedAt).toBeNull();
  expect(after).toEqual({ lastSeq: before.lastSeq, editedAt: (await readRun(db.database, runId)).editedAt });

  await removeRuns(context, { runIds: [runId], evenStarred: true });
  await expect(getStanding(context, { runId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("while one of them is live none is deleted, and it is named", async () => {
  const [over, live] = [await ended(), await ended({ status: "running" })];

  await expect(removeRuns(context, { runIds: [over, live] })).rejects.toMatchObject({
    reason: "still-live",
    message: `Run ${lastNumber} has not ended yet. Cancel it, or leave it out. Nothing was deleted.`,
  });
  expect((await listRuns(context, {})).items).toHaveLength(2);
});

test("a list that is watched hears of each run whether it matches now", async () => {
  const runId = await ended({ status: "running" });
  const abort = new AbortController();
  const seen: string[] = [];
  for await (const { row, isMatch } of watchChanges(context, { query: "tag:watched", signal: abort.signal })) {
    seen.push(`${row.tags.join()} ${isMatch}`);
    if (seen.length === 1) await editRuns(context, { runIds: [runId], addTags: ["watched"] });
    else if (seen.length === 2) await editRuns(context, { runIds: [runId], removeTags: ["watched"] });
    else abort.abort();
  }

  expect(seen).toEqual([" false", "watched true", " false"]);
});

test("all that match are given by their ids, newest first", async () => {
  const [, failed, newest] = [await ended(), await ended({ status: "failed" }), await ended({ status: "failed" })];

  expect(await matchRuns(context, { query: "status:failed" })).toEqual({ runIds: [newest, failed], hasMore: false });
  expect(await matchRuns(context, { query: "status:queued" })).toEqual({ runIds: [], hasMore: false });
});

test("many are cancelled and replayed, with what held some back", async () => {
  const runIds = await Promise.all([ended(), ended(), ended(), ended(), ended()]);

  const replayed = await replayRuns(context, { runIds });
  expect(replayed).toMatchObject({
    done: 4,
    refused: {
      count: 1,
      message: expect.stringContaining("4 runs of this workspace are waiting"),
      runIds: runIds.slice(4),
    },
  });
  const queued = await numbersOf("status:queued trigger:replay");
  expect(queued).toHaveLength(4);

  expect(await cancelRuns(context, { runIds: [...queued, randomUUID()] })).toEqual({
    done: 4,
    passedOver: 0,
    refused: { count: 1, message: "There is no such run.", runIds: [] },
  });
  expect(await numbersOf("status:cancelled")).toEqual(queued);
});

test("runs that have ended already are not told as cancelled", async () => {
  const over = [await ended(), await ended({ status: "failed" })];
  await replayRuns(context, { runIds: over.slice(0, 1) });
  const [live] = await numbersOf("status:queued");
  const runIds = [live!, ...over];

  expect(await cancelRuns(context, { runIds })).toEqual({ done: 1, passedOver: 2, refused: null });
  expect(await cancelRuns(context, { runIds })).toEqual({ done: 0, passedOver: 3, refused: null });
  expect(await numbersOf("status:cancelled")).toEqual([live]);
});
