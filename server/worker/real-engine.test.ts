import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import type { RunEvent } from "../../graph/run-events.ts";
import { type RunPart, wholePart } from "../../graph/run-part.ts";
import type { Graph } from "../../graph/schema.ts";
import { workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { runArtifacts } from "../db/schema/runs.ts";
import { tenantOf } from "../db/tenant.ts";
import { openEnginePool } from "../engine/engine-pool.ts";
import type { EnginePool } from "../engine/engine-pool-types.ts";
import { createHttpClient } from "../http-client/create-http-client.ts";
import { allowing, openHoldingServer } from "../http-client/http-server-for-tests.ts";
import { cancelRun } from "../runs/cancel-run.ts";
import { getRun } from "../runs/get-run.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { startRun } from "../runs/start-run.ts";
import { secretKeyOf } from "../secrets/seal-secret.ts";
import { createTestWorkflow, logOf, readEvents, until, untilOver } from "./runs-for-tests.ts";
import { startWorker, type Worker } from "./start-worker.ts";

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
let pool: EnginePool;
let worker: Worker;
let folder: string;

beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "patchbay-worker-"));
  const artifacts = await openFolderStore(folder);
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url });
  pool = openEnginePool({ artifacts, onLog: () => {} });
  worker = await startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool,
    artifacts,
    outgoing: {
      http: createHttpClient({ allow: allowing("127.0.0.1") }),
      secretKeys: [secretKeyOf(randomBytes(32))],
    },
    slots: 4,
    onLog: () => {},
    timing: { finishGraceMs: 20 },
  });
});
afterAll(async () => {
  await worker.stop();
  await runServices.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * A chain of expressions, each over the result of the one before, from the text "2" to the output "result". One that is the
 * address of a service asks that for its result.
 */
function expressions(steps: Record<string, string>): Graph {
  const nodes: Graph["nodes"] = {};
  const edges: Graph["edges"] = {};
  const add = (id: string, type: string, params: Record<string, JsonValue>) => {
    nodes[id] = { id, type, version: 1, position: { x: 0, y: 0 }, params };
  };
  const connect = (from: [string, string], to: [string, string]) => {
    const id = `${from[0]}-${to[0]}`;
    edges[id] = { id, from: { node: from[0], port: from[1] }, to: { node: to[0], port: to[1] } };
  };
  add("start", "text-template", { template: "2" });
  let last: [string, string] = ["start", "text"];
  for (const [id, expression] of Object.entries(steps)) {
    const isAddress = expression.startsWith("http:");
    if (isAddress) add(id, "http-request", { url: `${expression}/{{value}}`, response: "json", timeoutS: 300 });
    else add(id, "evaluate", { expression, inputs: ["value"], output: "json", wholeLists: false });
    connect(last, [id, "value"]);
    last = [id, isAddress ? "body" : "result"];
  }
  add("out", "workflow-output", { name: "result" });
  connect(last, ["out", "value"]);
  return { schemaVersion: 1, nodes, edges, notes: {}, groups: {} };
}

const busyFor = (ms: number) => `(() => { const end = Date.now() + ${ms}; while (Date.now() < end); return value; })()`;

/** One step that is busy for so long over ten items, each far below the time that an expression has. */
function slowly(ms: number): Graph {
  const graph = expressions({ slow: busyFor(ms / 10) });
  const sample = Array.from({ length: 10 }, (_, index) => index);
  const start = {
    ...graph.nodes.start!,
    type: "workflow-input",
    params: { name: "n", kind: "number", list: true, sample },
  };
  const edges = Object.values(graph.edges).map((edge) =>
    edge.from.node === "start" ? { ...edge, from: { node: "start", port: "value" } } : edge,
  );
  return {
    ...graph,
    nodes: { ...graph.nodes, start },
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge])),
  };
}

async function started(graph: Graph, part: RunPart = wholePart) {
  const { workspaceId, workflowId } = await createTestWorkflow(db.database, graph);
  const context: RunContext = {
    tenant: tenantOf(db.database, workspaceId),
    userId: "somebody",
    role: "runner",
    runServices,
  };
  const { runId } = await startRun(context, { workflowId, part });
  return { context, runId, workspaceId };
}

async function resultOf(context: RunContext, runId: string) {
  const run = await getRun(context, { runId });
  return { run, result: workflowOutputs(run.graph, run.state, definitions).result };
}
const isUnderWay = (runId: string, nodeId: string) => async () => {
  const events = logOf(await readEvents(db.database, runId));
  return events.includes(`step.started ${nodeId}`) && !events.includes(`step.finished ${nodeId}`);
};
const countOf = (events: RunEvent[], line: string) => logOf(events).filter((one) => one === line).length;

test("a workflow computes in an engine, and its result is in the record", async () => {
  const { context, runId } = await started(expressions({ double: "value * 2", add: "value + 1" }));

  await untilOver(db.database, [runId]);

  const { run, result } = await resultOf(context, runId);
  expect(run.status).toBe("succeeded");
  expect(result).toMatchObject({ kind: "json", inline: 5 });
  expect(run.state.nodes.double).toMatchObject({ status: "succeeded" });
});

test("a run up to a node leaves the others alone, in the record and in the count of steps", async () => {
  const { context, runId } = await started(expressions({ double: "value * 2", add: "value + 1" }), {
    kind: "to",
    node: "double",
  });

  const [row] = await untilOver(db.database, [runId]);

  const { run, result } = await resultOf(context, runId);
  expect(row).toMatchObject({ status: "succeeded", stepCounts: { total: 2, succeeded: 2 } });
  expect(Object.keys(run.state.nodes)).toEqual(["start", "double"]);
  expect(run.state.nodes.double?.outputs.result).toMatchObject({ inline: 4 });
  expect(result).toBeUndefined();
});

test("kill -9 of the engine in mid-run: the run goes on in another, and what had finished is not repeated", async () => {
  const service = await openHoldingServer();
  onTestFinished(service.close);
  const { context, runId } = await started(
    expressions({ first: "value * 3", slow: service.origin, last: "value + 1" }),
  );
  await until("The slow step", isUnderWay(runId, "slow"));

  process.kill(pool.engines()[0]!.pid, "SIGKILL");
  service.letGo();

  const [row] = await untilOver(db.database, [runId]);
  const events = await readEvents(db.database, runId);
  expect(row).toMatchObject({ status: "succeeded", attempt: 2, enginesLost: 1 });
  expect(countOf(events, "step.started first")).toBe(1);
  expect(countOf(events, "step.started slow")).toBe(2);
  expect((await resultOf(context, runId)).result).toMatchObject({ inline: 7 });
});

test("a run whose engine dies twice is poison; its neighbour, caught in the first death, succeeds", async () => {
  const [forPoison, forNeighbour] = [await openHoldingServer(), await openHoldingServer()];
  onTestFinished(() => Promise.all([forPoison.close(), forNeighbour.close()]).then(() => {}));
  const poison = await started(expressions({ slow: forPoison.origin }));
  const neighbour = await started(expressions({ slow: forNeighbour.origin }));
  for (const { runId } of [poison, neighbour]) await until("The slow step", isUnderWay(runId, "slow"));

  process.kill(pool.engines()[0]!.pid, "SIGKILL");
  forNeighbour.letGo();
  const isAlone = async () =>
    logOf(await readEvents(db.database, poison.runId)).filter((line) => line === "step.started slow").length === 2;
  await until("The second attempt", isAlone);
  process.kill(pool.engines()[0]!.pid, "SIGKILL");

  const [poisoned] = await untilOver(db.database, [poison.runId]);
  const [well] = await untilOver(db.database, [neighbour.runId]);
  expect(poisoned).toMatchObject({ status: "failed", failure: { kind: "poison" }, enginesLost: 2 });
  expect(well).toMatchObject({ status: "succeeded", enginesLost: 1 });
});

test("a cancelled run stops in mid-step", async () => {
  const { context, runId } = await started(slowly(19_000));
  await until("The slow step", isUnderWay(runId, "slow"));

  await cancelRun(context, { runId });
  const [row] = await untilOver(db.database, [runId]);

  expect(row).toMatchObject({ status: "cancelled" });
  expect(logOf(await readEvents(db.database, runId))).not.toContain("step.finished slow");
});

test("a value too large for the record becomes an artifact of the workspace and the run", async () => {
  const { context, runId, workspaceId } = await started(expressions({ large: "'x'.repeat(50000)" }));
  await untilOver(db.database, [runId]);

  const { result } = await resultOf(context, runId);

  const hash = result && "artifact" in result ? result.artifact.hash : "none";
  expect(await db.database.select().from(runArtifacts)).toContainEqual({ workspaceId, runId, hash });
});
