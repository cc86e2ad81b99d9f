import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { RunPart } from "../../graph/run-part.ts";
import type { Graph, GraphNode } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { runs } from "../db/schema/runs.ts";
import { workflows, workflowVersions } from "../db/schema/workflows.ts";
import { tenantOf } from "../db/tenant.ts";
import { openEnginePool } from "../engine/engine-pool.ts";
import { getRun } from "../runs/get-run.ts";
import { removeOrphanedArtifacts } from "../runs/remove-orphaned-artifacts.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { forkRun } from "../runs/fork-run.ts";
import { replayRun } from "../runs/replay-run.ts";
import { restartRun } from "../runs/restart-run.ts";
import { startRun } from "../runs/start-run.ts";
import { createTestWorkflow, untilOver } from "./runs-for-tests.ts";
import { startWorker, type Worker } from "./start-worker.ts";

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
let worker: Worker;
let artifacts: ArtifactStore;
let folder: string;

beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "patchbay-partial-"));
  artifacts = await openFolderStore(folder);
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url });
  const pool = openEnginePool({ artifacts, onLog: () => {} });
  const parts = { database: db.database, databaseUrl: db.url, pool, artifacts, slots: 4, onLog: () => {} };
  worker = await startWorker({ ...parts, timing: { finishGraceMs: 20 } });
});
afterAll(async () => {
  await worker.stop();
  await runServices.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** words ("words", an input) ─▶ long (a text of 40,000 characters) ─▶ count ─▶ out. */
function counting(expression = "value.length"): Graph {
  const node = (id: string, type: string, params: Record<string, JsonValue>): [string, GraphNode] => [
    id,
    { id, type, version: 1, position: { x: 0, y: 0 }, params },
  ];
  const edge = (from: string, to: string): [string, Graph["edges"][string]] => {
    const [source = "", port = ""] = from.split(".");
    const [reader = "", input = ""] = to.split(".");
    return [reader, { id: reader, from: { node: source, port }, to: { node: reader, port: input } }];
  };
  const evaluate = (id: string, code: string, output: string) =>
    node(id, "evaluate", { expression: code, inputs: ["value"], output, wholeLists: false });
  return {
    schemaVersion: 1,
    nodes: Object.fromEntries([
      node("words", "workflow-input", { name: "words", kind: "text", list: false, sample: "sample" }),
      evaluate("long", "value.padEnd(40000, '.')", "text"),
      evaluate("count", expression, "number"),
      node("out", "workflow-output", { name: "count" }),
    ]),
    edges: Object.fromEntries([
      edge("words.value", "long.value"),
      edge("long.result", "count.value"),
      edge("count.result", "out.value"),
    ]),
    notes: {},
    groups: {},
  };
}

async function workspaceWith(graph: Graph) {
  const { workspaceId, workflowId } = await createTestWorkflow(db.database, graph);
  const context: RunContext = {
    tenant: tenantOf(db.database, workspaceId),
    userId: "somebody",
    role: "runner",
    runServices,
  };
  const run = async (rest: { part?: RunPart; baseRunId?: string; inputs?: Record<string, JsonValue> } = {}) => {
    const started = await startRun(context, { workflowId, ...rest });
    await untilOver(db.database, [started.runId]);
    return { ...started, details: await getRun(context, { runId: started.runId }) };
  };
  let version = 1;
  const save = async (next: Graph) => {
    version++;
    const rest = { number: version, hash: String(version).repeat(64), nodeCount: 4, createdBy: "somebody" };
    await db.database.insert(workflowVersions).values({ workspaceId, workflowId, graph: next, ...rest });
    await db.database.update(workflows).set({ version }).where(eq(workflows.id, workflowId));
  };
  return { context, workflowId, workspaceId, run, save };
}

const from = (node: string) => ({ kind: "from", node }) as const;
const alone = (node: string) => ({ kind: "only", node }) as const;
const statesOf = ({ details }: { details: Awaited<ReturnType<typeof getRun>> }) =>
  Object.fromEntries(
    Object.entries(details.state.nodes).map(([id, { status, from: source }]) => [
      id,
      source ? (source.kind === "run" ? `run ${source.number}` : "pin") : status,
    ]),
  );

test("a run from a node takes what is above from the newest run, computes the rest anew, and shows both", async () => {
  const { run, save } = await workspaceWith(counting());
  const whole = await run({ inputs: { words: "hello" } });
  await save(counting("value.length / 2"));

  const rest = await run({ part: from("count") });

  expect(rest.warnings).toEqual([]);
  expect(statesOf(rest)).toEqual({ long: "run 1", count: "succeeded", out: "succeeded" });
  expect(rest.details).toMatchObject({
    status: "succeeded",
    part: from("count"),
    base: { runId: whole.runId, number: 1, changed: [] },
    inputs: { words: "hello" },
  });
  expect(rest.details.state.nodes.count?.outputs.result).toMatchObject({ inline: 20_000 });
  expect(rest.details.state.nodes.long?.outputs).toEqual(whole.details.state.nodes.long?.outputs);
});

test("one node alone runs with the values of the run that is named", async () => {
  const { run } = await workspaceWith(counting("value.indexOf('.')"));
  const first = await run({ inputs: { words: "four" } });
  await run({ inputs: { words: "sixteen" } });

  const newest = await run({ part: alone("count") });
  const named = await run({ part: alone("count"), baseRunId: first.runId });

  expect(newest.details.state.nodes.count?.outputs.result).toMatchObject({ inline: 7 });
  expect(named.details.state.nodes.count?.outputs.result).toMatchObject({ inline: 4 });
  expect(statesOf(named)).toEqual({ long: "run 1", count: "succeeded" });
});

test("the newest run that has the values is taken, not the newest run", async () => {
  const { run } = await workspaceWith(counting());
  const whole = await run();
  await run({ part: { kind: "to", node: "words" } });

  const rest = await run({ part: from("count") });

  expect(rest.details.base?.runId).toBe(whole.runId);
});

test("without an earlier value the refusal names output and node, and the way to get one", async () => {
  const { run } = await workspaceWith(counting());
  await run({ part: { kind: "to", node: "words" } });

  await expect(run({ part: from("count") })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    reason: "graph-problems",
    message: expect.stringMatching(
      /No earlier run has a value of "Result" from "Evaluate"\. Run up to "Evaluate" first/,
    ),
    details: { problems: [{ code: "no-earlier-value", nodeId: "long", port: "result" }] },
  });
});

test("nodes changed since the earlier run are named in a warning, and its values are used all the same", async () => {
  const { run, save } = await workspaceWith(counting());
  await run();
  const changed = counting();
  changed.nodes.long = {
    ...changed.nodes.long!,
    title: "Pad it",
    params: { ...changed.nodes.long!.params, expression: "value" },
  };
  await save(changed);

  const rest = await run({ part: from("count") });

  expect(rest.warnings).toMatchObject([
    { code: "changed-since", nodeIds: ["long"], message: expect.stringContaining('"Pad it" was changed since run 1') },
  ]);
  expect(rest.details.base?.changed).toEqual(["long"]);
  expect(rest.details.state.nodes.count?.outputs.result).toMatchObject({ inline: 40_000 });
});

test("values that were taken over outlive the run that they came from, in the run and in runs started from it again", async () => {
  const { context, run, workspaceId } = await workspaceWith(counting());
  const whole = await run();
  const rest = await run({ part: from("count") });
  const kept = whole.details.state.nodes.long!.outputs.result as { artifact: { hash: string } };

  await db.database.delete(runs).where(eq(runs.id, whole.runId));
  await db.database.$client.query(
    `delete from artifacts a where workspace_id = $1
       and not exists (select from run_artifacts r where r.workspace_id = a.workspace_id and r.hash = a.hash)`,
    [workspaceId],
  );
  await removeOrphanedArtifacts({ database: db.database, artifacts, graceMs: 0 });
  const again = await replayRun(context, { runId: rest.runId });
  await untilOver(db.database, [again.runId]);
  const chained = await run({ part: alone("count") });

  expect(await artifacts.has(kept.artifact.hash)).toBe(true);
  const details = await getRun(context, { runId: again.runId });
  expect(details).toMatchObject({ status: "succeeded", part: from("count"), base: { number: 1 } });
  expect(statesOf({ details })).toEqual({ long: "run 1", count: "succeeded", out: "succeeded" });
  expect(chained.details.state.nodes.count?.outputs.result).toMatchObject({ inline: 40_000 });
});

test("a run that is restarted from a step runs what it ran, with its own values above, whatever the workflow is now", async () => {
  const { context, run, save } = await workspaceWith(counting());
  const first = await run({ inputs: { words: "abc" } });
  await run({ inputs: { words: "later" } });
  await save(counting("value.length + 1"));

  const { runId } = await restartRun(context, { runId: first.runId, nodeId: "count" });
  await untilOver(db.database, [runId]);

  const details = await getRun(context, { runId });
  expect(details).toMatchObject({ version: 1, part: from("count"), base: { runId: first.runId, changed: [] } });
  expect(statesOf({ details })).toEqual({ long: "run 1", count: "succeeded", out: "succeeded" });
  expect(details.state.nodes.count?.outputs.result).toMatchObject({ inline: 40_000 });
  await expect(restartRun(context, { runId, nodeId: "nobody" })).rejects.toMatchObject({ reason: "unknown-target" });
});

test("a run that is replayed takes other inputs, or another version with the inputs that fit it", async () => {
  const { context, run, save } = await workspaceWith(counting());
  const { runId } = await run({ inputs: { words: "abc" } });
  const renamed = counting("value.length + 1");
  renamed.nodes.words = { ...renamed.nodes.words!, params: { ...renamed.nodes.words!.params, name: "phrase" } };
  await save(counting("value.length + 1"));
  await save(renamed);

  const replay = async (more: object) => {
    const started = await replayRun(context, { runId, ...more });
    await untilOver(db.database, [started.runId]);
    return getRun(context, { runId: started.runId });
  };
  const others = await replay({ inputs: { words: "x".repeat(50_000) } });
  const [second, third] = [await replay({ version: 2 }), await replay({ version: 3 })];

  expect(others).toMatchObject({
    version: 1,
    state: { nodes: { count: { outputs: { result: { inline: 50_000 } } } } },
  });
  expect(second).toMatchObject({ version: 2, inputs: { words: "abc" } });
  expect(second.state.nodes.count?.outputs.result).toMatchObject({ inline: 40_001 });
  expect(third).toMatchObject({ version: 3, inputs: {}, status: "succeeded" });
  expect((await replayRun(context, { runId, version: 2 })).warnings).toEqual([]);
  expect((await replayRun(context, { runId, version: 3 })).warnings).toEqual([
    {
      code: "inputs-left-out",
      inputs: ["words"],
      message: 'Version 3 does not take the input "words" of that run, and runs without.',
    },
  ]);
  await expect(replayRun(context, { runId, version: 9 })).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: "This workflow has no version 9. Choose one of its list of versions.",
  });
  await expect(replayRun(context, { runId, inputs: { nobody: 1 } })).rejects.toMatchObject({ reason: "unknown-input" });
});

test("a run that is forked becomes a workflow of its own, in which each output is pinned to what it gave", async () => {
  const { context, run, workflowId } = await workspaceWith(counting());
  const first = await run({ inputs: { words: "abc" } });

  const fork = await forkRun(context, { runId: first.runId });
  const { runId } = await startRun(context, { workflowId: fork.workflowId });
  await untilOver(db.database, [runId]);

  const details = await getRun(context, { runId });
  expect(fork).toMatchObject({ workflowId: expect.not.stringContaining(workflowId), unpinned: 0 });
  expect(details).toMatchObject({ workflowTitle: "Test, run 1", version: 1, status: "succeeded" });
  expect(details.graph.nodes.long!.pins!.result).toEqual(first.details.state.nodes.long!.outputs.result);
  expect(statesOf({ details })).toEqual({ count: "pin", out: "succeeded" });
});

test("a run of another workflow, of another workspace and none at all are not found alike", async () => {
  const { run } = await workspaceWith(counting());
  await run();
  const other = await workspaceWith(counting());
  const theirs = await other.run();

  for (const baseRunId of [theirs.runId, randomUUID()]) {
    await expect(run({ part: from("count"), baseRunId })).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "There is no such run of this workflow to take values from.",
    });
  }
});

test("a pin stands in for its node, keeps what it refers to, and changing it runs what is below", async () => {
  const { context, run, save, workflowId } = await workspaceWith(counting());
  const whole = await run();
  const graph = counting();
  const record = whole.details.state.nodes.long!.outputs.result!;
  graph.nodes.long = { ...graph.nodes.long!, pins: { result: record } };
  await save(graph);

  const pinned = await run();
  const [kept] = (
    await db.database.$client.query("select count(*)::int as n from run_artifacts where run_id = $1", [pinned.runId])
  ).rows as { n: number }[];

  expect(statesOf(pinned)).toEqual({ long: "pin", count: "succeeded", out: "succeeded" });
  expect(pinned.details.state.nodes.count?.outputs.result).toMatchObject({ inline: 40_000 });
  expect(kept!.n).toBeGreaterThan(0);
  await expect(startRun(context, { workflowId, part: alone("long") })).rejects.toMatchObject({
    reason: "graph-problems",
    details: { problems: [{ code: "pinned" }] },
  });
});

test("a pin may not refer to what the workspace has not", async () => {
  const graph = counting();
  const artifact = { hash: "e".repeat(64), sizeBytes: 9, mediaType: "text/plain" };
  const pin = { kind: "text" as const, preview: { kind: "text" as const, text: "", length: 9 }, artifact };
  graph.nodes.long = { ...graph.nodes.long!, pins: { result: pin } };
  const { run } = await workspaceWith(graph);

  await expect(run()).rejects.toMatchObject({ code: "BAD_REQUEST", reason: "missing-file" });
});
