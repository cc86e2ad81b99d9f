import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { Graph } from "../../graph/schema.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { artifacts } from "../db/schema/artifacts.ts";
import { runArtifacts, runs } from "../db/schema/runs.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import { tenantOf } from "../db/tenant.ts";
import { createTestWorkflow, readRun } from "../worker/runs-for-tests.ts";
import { getRun } from "./get-run.ts";
import { listRuns } from "./list-runs.ts";
import { defaultRunLimits } from "./run-limits.ts";
import { openRunServices, type RunContext } from "./run-services.ts";
import { replayRun } from "./replay-run.ts";
import { startRun } from "./start-run.ts";

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
beforeAll(async () => {
  db = await createTestDatabase();
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url });
});
afterAll(async () => {
  await runServices.close();
  await db.close();
});

/** Greets whoever is named by the input "name". */
function greeting(template = "Hello {{name}}", input: Record<string, JsonValue> = { kind: "text" }): Graph {
  const node = (id: string, type: string, params: Record<string, JsonValue>) => ({
    [id]: { id, type, version: 1, position: { x: 0, y: 0 }, params },
  });
  const edge = (id: string, from: string, to: string) => {
    const [fromNode = "", fromPort = ""] = from.split(".");
    const [toNode = "", toPort = ""] = to.split(".");
    return { [id]: { id, from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort } } };
  };
  return {
    schemaVersion: 1,
    nodes: {
      ...node("input", "workflow-input", { name: "name", list: false, sample: null, ...input }),
      ...node("write", "text-template", { template }),
      ...node("output", "workflow-output", { name: "greeting" }),
    },
    edges: { ...edge("e1", "input.value", "write.name"), ...edge("e2", "write.text", "output.value") },
    notes: {},
    groups: {},
  };
}

async function workspaceWith(graph: Graph) {
  const workflow = await createTestWorkflow(db.database, graph);
  const tenant = tenantOf(db.database, workflow.workspaceId);
  const context: RunContext = { tenant, userId: "somebody", role: "runner", runServices };
  return { ...workflow, context };
}
const upTo = (node: string) => ({ kind: "to", node }) as const;
const jobsOf = async (runId: string) =>
  (await db.database.$client.query("select id from pgboss.job where data->>'runId' = $1", [runId])).rows;
const fileOf = (digit: string) => ({
  hash: digit.repeat(64),
  name: `${digit}.png`,
  mediaType: "image/png",
  sizeBytes: 3,
});

test("a run holds the graph, its version and the inputs, gets the next number, and is in the queue", async () => {
  const graph = greeting();
  const { context, workflowId } = await workspaceWith(graph);

  const first = await startRun(context, { workflowId, inputs: { name: "Ada" } });
  const second = await startRun(context, { workflowId });

  expect(await readRun(db.database, first.runId)).toMatchObject({
    number: 1,
    workflowId,
    workflowVersion: 1,
    graph,
    inputs: { name: "Ada" },
    status: "queued",
    startedBy: "somebody",
    stepCounts: { total: 3, running: 0, succeeded: 0, failed: 0, skipped: 0 },
  });
  expect(await readRun(db.database, second.runId)).toMatchObject({ number: 2 });
  expect(await jobsOf(first.runId)).toHaveLength(1);
});

test("starts at the same time get different numbers without gaps", async () => {
  const { context, workflowId, workspaceId } = await workspaceWith(greeting());

  await Promise.all(Array.from({ length: 20 }, () => startRun(context, { workflowId })));

  const rows = await db.database.select({ number: runs.number }).from(runs).where(eq(runs.workspaceId, workspaceId));
  expect(rows.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

test("started again, a run has the same version and inputs, though the workflow has changed", async () => {
  const { context, workflowId, workspaceId } = await workspaceWith(greeting());
  const { runId } = await startRun(context, { workflowId, inputs: { name: "Ada" } });
  const version = {
    workspaceId,
    workflowId,
    number: 2,
    graph: greeting("Bye {{name}}"),
    hash: "1".repeat(64),
    nodeCount: 3,
    createdBy: "x",
  };
  await db.database.insert(workflowVersions).values(version);
  await db.database.update(workflows).set({ version: 2 }).where(eq(workflows.id, workflowId));

  const again = await replayRun(context, { runId });
  const anew = await startRun(context, { workflowId });

  expect(await readRun(db.database, again.runId)).toMatchObject({
    workflowVersion: 1,
    inputs: { name: "Ada" },
    graph: greeting(),
  });
  expect(await readRun(db.database, anew.runId)).toMatchObject({ workflowVersion: 2, graph: greeting("Bye {{name}}") });
});

test("a run up to a node keeps the whole graph, counts the steps of its part, and keeps the node when started again", async () => {
  const { context, workflowId } = await workspaceWith(greeting());

  const { runId } = await startRun(context, { workflowId, part: upTo("write") });
  const again = await replayRun(context, { runId });
  const whole = await startRun(context, { workflowId });

  for (const id of [runId, again.runId]) {
    expect(await readRun(db.database, id)).toMatchObject({
      graph: greeting(),
      part: upTo("write"),
      stepCounts: { total: 2 },
    });
    expect(await getRun(context, { runId: id })).toMatchObject({ part: upTo("write") });
  }
  const { items } = await listRuns(context, { workflowId });
  expect(items.map(({ id, part }) => [id, part])).toEqual([
    [whole.runId, { kind: "all" }],
    [again.runId, upTo("write")],
    [runId, upTo("write")],
  ]);
});

test("problems and missing files of other nodes do not refuse a run up to a node", async () => {
  const graph = greeting("Hello {{name}} and {{other}}");
  graph.nodes.lone = {
    ...graph.nodes.write!,
    id: "lone",
    type: "workflow-input",
    params: { name: "picture", kind: "image", list: false, sample: fileOf("c") },
  };
  const { context, workflowId } = await workspaceWith(graph);

  await expect(startRun(context, { workflowId, part: upTo("input") })).resolves.toHaveProperty("runId");
  await expect(startRun(context, { workflowId, part: upTo("lone") })).rejects.toMatchObject({ reason: "missing-file" });
  await expect(startRun(context, { workflowId, part: upTo("output") })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason: "graph-problems",
    details: { problems: [{ nodeId: "write", port: "other" }] },
  });
});

test("a run up to a node that is not there is refused, and the refusal names it", async () => {
  const { context, workflowId } = await workspaceWith(greeting());

  const refused = await startRun(context, { workflowId, part: upTo("nobody") }).catch((error: unknown) => error);

  expect(refused).toMatchObject({ code: "BAD_REQUEST", reason: "unknown-target" });
  expect((refused as Error).message).toContain('no node "nobody"');
});

test("a graph with problems is refused, and every problem comes with it", async () => {
  const { context, workflowId } = await workspaceWith(greeting("Hello {{name}}, {{other}} and {{more}}"));

  const refused = await startRun(context, { workflowId }).catch((error: unknown) => error);

  expect(refused).toMatchObject({
    code: "BAD_REQUEST",
    reason: "graph-problems",
    details: {
      problems: [
        { nodeId: "write", port: "other" },
        { nodeId: "write", port: "more" },
      ],
    },
  });
});

test.each([
  [{ nobody: 1 }, "unknown-input", 'This workflow has no input "nobody". Its inputs are "name".'],
  [{ name: 12 }, "bad-input", 'The input "name" takes'],
  [{ name: "Bob" }, "bad-input", 'The input "name" takes one of "Ada", "Eve", got "Bob". Give one of these.'],
])("inputs %j are refused as %s", async (inputs, reason, message) => {
  const { context, workflowId } = await workspaceWith(greeting("Hello {{name}}", { choices: ["Ada", "Eve"] }));

  const refused = await startRun(context, { workflowId, inputs }).catch((error: unknown) => error);

  expect(refused).toMatchObject({ code: "BAD_REQUEST", reason });
  expect((refused as Error).message).toContain(message);
});

test("a file of another workspace cannot be given to a run, in whatever place it is named", async () => {
  const { context, workflowId } = await workspaceWith(greeting("Hello {{name}}", { kind: "image" }));
  const other = await workspaceWith(greeting());
  const theirs = { hash: fileOf("a").hash, sizeBytes: 3, mediaType: "image/png" };
  await db.database.insert(artifacts).values({ workspaceId: other.workspaceId, ...theirs });
  const hidden = await workspaceWith(greeting("Hello {{name}}", { kind: "image", sample: fileOf("a") }));

  const results = await Promise.allSettled([
    startRun(context, { workflowId, inputs: { name: fileOf("a") } }),
    startRun(hidden.context, { workflowId: hidden.workflowId }),
  ]);

  const refused = { status: "rejected", reason: { code: "BAD_REQUEST", reason: "missing-file" } };
  expect(results).toMatchObject([refused, refused]);
});

test("the files given to a run are kept as long as the run", async () => {
  const { context, workflowId, workspaceId } = await workspaceWith(greeting("Hello {{name}}", { kind: "image" }));
  const { hash } = fileOf("b");
  await db.database.insert(artifacts).values({ workspaceId, hash, sizeBytes: 3, mediaType: "image/png" });

  const { runId } = await startRun(context, { workflowId, inputs: { name: fileOf("b") } });

  const kept = await db.database.select().from(runArtifacts).where(eq(runArtifacts.runId, runId));
  expect(kept).toEqual([{ workspaceId, runId, hash }]);
});

test("a workflow that is removed while runs start has each of them wholly or not at all", async () => {
  const { context, workflowId, workspaceId } = await workspaceWith(greeting());

  const remove = db.database
    .update(workflows)
    .set({ removedAt: sql`now()` })
    .where(eq(workflows.id, workflowId));
  const starts = Array.from({ length: 10 }, () => startRun(context, { workflowId }));
  const results = await Promise.allSettled([...starts.slice(0, 5), remove, ...starts.slice(5)]);

  const refused = results.filter((result) => result.status === "rejected");
  expect(refused.every(({ reason }) => (reason as { code: string }).code === "NOT_FOUND")).toBe(true);
  const rows = await db.database.select().from(runs).where(eq(runs.workspaceId, workspaceId));
  expect(rows).toHaveLength(10 - refused.length);
  for (const { id } of rows) expect(await jobsOf(id)).toHaveLength(1);
  await expect(startRun(context, { workflowId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a workspace whose queue is full is told so, and another one is not concerned", async () => {
  const full = await workspaceWith(greeting());
  const other = await workspaceWith(greeting());
  await db.database.execute(sql`
    insert into runs (workspace_id, number, workflow_id, workflow_version, graph, inputs, step_counts, started_by)
    select ${full.workspaceId}::uuid, i, ${full.workflowId}::uuid, 1, '{}', '{}', '{"total": 0}', 'somebody'
    from generate_series(1, ${defaultRunLimits.queued}) as i`);
  await db.database.execute(sql`update run_counters set last_number = 99999 where workspace_id = ${full.workspaceId}`);

  await expect(startRun(full.context, { workflowId: full.workflowId })).rejects.toMatchObject({
    code: "TOO_MANY_REQUESTS",
    reason: "queue-full",
  });
  await expect(startRun(other.context, { workflowId: other.workflowId })).resolves.toHaveProperty("runId");
});

test("another workspace's workflow and run are not found", async () => {
  const ours = await workspaceWith(greeting());
  const theirs = await workspaceWith(greeting());
  const { runId } = await startRun(theirs.context, { workflowId: theirs.workflowId });

  await expect(startRun(ours.context, { workflowId: theirs.workflowId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(replayRun(ours.context, { runId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
