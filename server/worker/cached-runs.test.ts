import { mkdtempSync, rmSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { JsonValue } from "../../graph/json.ts";
import { foldRun, queuedRun } from "../../graph/reduce-run.ts";
import type { Graph } from "../../graph/schema.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openFolderStore } from "../artifacts/folder-store.ts";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { cacheEntries } from "../db/schema/cache.ts";
import { workflowVersions } from "../db/schema/workflows.ts";
import { tenantOf } from "../db/tenant.ts";
import { openEnginePool } from "../engine/engine-pool.ts";
import { workflow } from "../engine/pool-for-tests.ts";
import { getRun } from "../runs/get-run.ts";
import { openRunServices, type RunContext } from "../runs/run-services.ts";
import { startRun } from "../runs/start-run.ts";
import { createTestWorkflow, readEvents, type TestWorkflow, until, untilOver } from "./runs-for-tests.ts";
import { startWorker, type Worker } from "./start-worker.ts";

let db: TestDatabase;
let runServices: Awaited<ReturnType<typeof openRunServices>>;
let artifacts: ArtifactStore;
let worker: Worker;
let folder: string;
let place: TestWorkflow;

async function openWorker(): Promise<Worker> {
  return startWorker({
    database: db.database,
    databaseUrl: db.url,
    pool: openEnginePool({ artifacts, onLog: () => {} }),
    artifacts,
    slots: 4,
    cache: { budgetBytes: 1_000_000_000, checkedShare: 0 },
    onLog: () => {},
    timing: { finishGraceMs: 20 },
  });
}

beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "patchbay-cached-"));
  artifacts = await openFolderStore(folder);
  runServices = await openRunServices({ database: db.database, databaseUrl: db.url });
  worker = await openWorker();
});
afterAll(async () => {
  await worker.stop();
  await runServices.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Some milliseconds of work for QuickJS, then the expression; the long text becomes an artifact. */
const slow = (expression: string) => `[...Array(60000).keys()].reduce((a, b) => (a + b) % 7, 0) * 0 + ${expression}`;
const evaluate = (expression: string, output: string, more: Record<string, JsonValue> = {}) => ({
  type: "evaluate",
  params: { expression, inputs: ["value"], output },
  ...more,
});
const graphOf = ({ factor = 2, ending = "!", cache = {} }: { factor?: number; ending?: string; cache?: object } = {}) =>
  workflow(
    {
      input: { type: "workflow-input", params: { name: "n", kind: "number", sample: 5 } },
      times: { ...evaluate(slow(`value * ${factor}`), "number"), ...cache },
      text: evaluate(`"ab".repeat(20000 + value) + String(${slow("1")}).slice(1)`, "text"),
      end: evaluate(`value.slice(0, 4) + "${ending}"`, "text"),
    },
    "input.value -> times.value",
    "times.result -> text.value",
    "text.result -> end.value",
  );

async function run(graph: Graph, options: { noCache?: boolean; inputs?: Record<string, JsonValue> } = {}) {
  const { workspaceId, workflowId } = place;
  await db.database
    .update(workflowVersions)
    .set({ graph })
    .where(and(eq(workflowVersions.workspaceId, workspaceId), eq(workflowVersions.workflowId, workflowId)));
  const tenant = tenantOf(db.database, workspaceId);
  const context: RunContext = { tenant, userId: "somebody", role: "owner", runServices };
  const { runId } = await startRun(context, { workflowId, ...options });
  const [row] = await untilOver(db.database, [runId]);
  const events = await readEvents(db.database, runId);
  const state = foldRun(queuedRun, events);
  expect((await getRun(context, { runId })).state).toEqual(state);
  const cached = Object.keys(state.nodes).filter((id) => state.nodes[id]!.cached);
  return { row: row!, state, cached };
}
const keptCount = async () => {
  const rows = await db.database.select().from(cacheEntries).where(eq(cacheEntries.workspaceId, place.workspaceId));
  return rows.length;
};
const untilKept = () => until("the results are kept", async () => (await keptCount()) >= 2);

beforeEach(async () => {
  place = await createTestWorkflow(db.database, graphOf());
});

test("a run takes what an earlier one gave, in another engine as well, and says from which run", async () => {
  const first = await run(graphOf());
  expect(first.row.status).toBe("succeeded");
  expect(first.state.nodes.times!.why).toEqual({ kind: "first" });
  await untilKept();

  const second = await run(graphOf({ ending: "?" }));
  await worker.stop();
  worker = await openWorker();
  const third = await run(graphOf({ ending: "." }));

  for (const { state, cached } of [second, third]) {
    expect(cached).toEqual(expect.arrayContaining(["times", "text"]));
    expect(state.nodes.times!.cached).toMatchObject({ runNumber: first.row.number, runId: first.row.id });
    expect(state.nodes.end!.why).toEqual({ kind: "params", params: ["expression"] });
  }
  expect(third.state.nodes.end!.outputs.result).toMatchObject({ inline: "abab." });
});

test("a step that gives the same as before ends the work: what follows is taken", async () => {
  await run(graphOf({ factor: 2 }), { inputs: { n: 6 } });
  await untilKept();

  const { cached, state } = await run(graphOf({ factor: 3 }), { inputs: { n: 4 } });

  expect(cached).toContain("text");
  expect(state.nodes.times!.why).toEqual({ kind: "params", params: ["expression"] });
});

test("a workspace never gets what another has", async () => {
  await run(graphOf());
  await untilKept();
  place = await createTestWorkflow(db.database, graphOf());

  expect((await run(graphOf())).cached).toEqual([]);
});

test("without the cache, or with it off at a node, steps run and say why", async () => {
  await run(graphOf());
  await untilKept();

  const fresh = await run(graphOf(), { noCache: true });
  const off = await run(graphOf({ cache: { cache: "off" } }));

  expect(fresh.cached).toEqual([]);
  expect(fresh.state.nodes.times!.why).toEqual({ kind: "asked" });
  expect(off.cached).toContain("text");
  expect(off.state.nodes.times!.why).toEqual({ kind: "off" });
});

test.each([
  ["gone", async (hash: string) => void (await artifacts.remove(hash))],
  [
    "damaged",
    async (hash: string) => {
      const file = await artifacts.localPath(hash);
      await chmod(file, 0o600);
      await writeFile(file, "not what it was");
    },
  ],
])("an artifact that is %s makes its step run again, and the next run finds it", async (_how, spoil) => {
  const first = await run(graphOf());
  await untilKept();
  const record = first.state.nodes.text!.outputs.result as { artifact: { hash: string } };
  await spoil(record.artifact.hash);

  const second = await run(graphOf({ ending: "?" }));

  expect(second.row.status).toBe("succeeded");
  expect(second.state.nodes.end!.outputs.result).toMatchObject({ inline: "abab?" });
  expect(second.state.nodes.text!.why).toEqual({ kind: "lost" });
  expect(second.cached).toContain("times");
  await until("it is kept again, whole", () =>
    artifacts.read(record.artifact.hash).then(
      () => true,
      () => false,
    ),
  );
});
