import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { interfaceOf } from "../../graph/interface-of.ts";
import type { JsonObject } from "../../graph/json.ts";
import { emptyGraph, type Graph, type GraphNode } from "../../graph/schema.ts";
import { workflowOutputs } from "../../graph/workflow-interface.ts";
import { definitions } from "../../nodes/definitions.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { tenantOf } from "../db/tenant.ts";
import { openEnginePool } from "../engine/engine-pool.ts";
import type { EnginePool } from "../engine/engine-pool-types.ts";
import { createHttpClient } from "../http-client/create-http-client.ts";
import { allowing, openHoldingServer } from "../http-client/http-server-for-tests.ts";
import { getRun } from "../runs/get-run.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { startRun } from "../runs/start-run.ts";
import { secretKeyOf } from "../secrets/seal-secret.ts";
import { createWorkflow } from "../workflows/create-workflow.ts";
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
  const parts = { database: db.database, databaseUrl: db.url, pool, artifacts, slots: 4, onLog: () => {} };
  const http = createHttpClient({ allow: allowing("127.0.0.1") });
  const outgoing = { http, secretKeys: [secretKeyOf(randomBytes(32))] as const };
  worker = await startWorker({ ...parts, outgoing, timing: { finishGraceMs: 20 } });
});
afterAll(async () => {
  await worker.stop();
  await runServices.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const node = (id: string, type: string, params: JsonObject, rest: Partial<GraphNode> = {}): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  params,
  ...rest,
});
const evaluate = (id: string, expression: string) => node(id, "evaluate", { expression, output: "number" });
function graphOf(nodes: GraphNode[], ...wires: [from: string, to: string][]): Graph {
  const end = (words: string) => {
    const [at = "", port = ""] = words.split(".");
    return { node: at, port };
  };
  const edges = wires.map(([from, to], index) => ({ id: `e${index}`, from: end(from), to: end(to) }));
  return {
    ...emptyGraph,
    nodes: Object.fromEntries(nodes.map((one) => [one.id, one])),
    edges: Object.fromEntries(edges.map((edge) => [edge.id, edge])),
  };
}

/** Triples its input, asks a service for what it is, and adds one. */
const innerAt = (origin: string) =>
  graphOf(
    [
      node("in", "workflow-input", { name: "value", kind: "number" }),
      evaluate("first", "value * 3"),
      node("slow", "http-request", { url: `${origin}/{{value}}`, response: "json", timeoutS: 300 }),
      evaluate("last", "value + 1"),
      node("out", "workflow-output", { name: "value" }),
    ],
    ["in.value", "first.value"],
    ["first.result", "slow.value"],
    ["slow.body", "last.value"],
    ["last.result", "out.value"],
  );

async function started(inner: Graph, rest: Partial<GraphNode>) {
  const { workspaceId, workflowId: innerId } = await createTestWorkflow(db.database, inner);
  const tenant = tenantOf(db.database, workspaceId);
  const context: RunContext = { tenant, userId: "somebody", role: "editor", runServices };
  const workflow = { id: innerId, title: "Inner", version: null, ...interfaceOf(inner, definitions) };
  const outer = graphOf(
    [
      node("two", "evaluate", { expression: "2", inputs: [], output: "number" }),
      node("sub", "run-workflow", { workflow: workflow as unknown as JsonObject }, rest),
      node("out", "workflow-output", { name: "result" }),
    ],
    ["two.result", "sub.value"],
    ["sub.value", "out.value"],
  );
  const { id: workflowId } = await createWorkflow(context, { title: "Outer", graph: outer });
  const { runId } = await startRun(context, { workflowId });
  return { context, runId };
}

test.each<[string, Partial<GraphNode>]>([
  ["laid out among the others", {}],
  ["as one step", { timeoutMs: 600_000 }],
])("kill -9 of the engine within a workflow that runs %s: it goes on after its last finished step", async (_, rest) => {
  const service = await openHoldingServer();
  onTestFinished(service.close);
  const { context, runId } = await started(innerAt(service.origin), rest);
  const linesOf = async () => logOf(await readEvents(db.database, runId));
  await until("The slow step", async () => (await linesOf()).includes("step.started sub/slow"));

  process.kill(pool.engines()[0]!.pid, "SIGKILL");
  service.letGo();

  const [row] = await untilOver(db.database, [runId]);
  const lines = await linesOf();
  const run = await getRun(context, { runId });
  expect(row).toMatchObject({ status: "succeeded", attempt: 2, stepCounts: { total: 3, succeeded: 3 } });
  expect(lines.filter((line) => line === "step.started sub/first")).toHaveLength(1);
  expect(lines.filter((line) => line === "step.started sub/slow")).toHaveLength(2);
  expect(workflowOutputs(run.graph, run.state, definitions).result).toMatchObject({ inline: 7 });
  expect(run.state.nodes.sub).toMatchObject({ status: "succeeded" });
  expect(run.state.nodes["sub/first"]).toMatchObject({ status: "succeeded" });
});
