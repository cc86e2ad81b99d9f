// Keeps a whole installation busy and looks for what was lost: Postgres, two workers with their engines, and twenty callers
// who start runs of five cheap nodes at a steady pace. Each caller writes what was acknowledged into a ledger first.
//
//   node scripts/check-load.ts [--seconds 60] [--per-second 20]
//
// The exit code is 1 when an acknowledged run was lost, ended twice or never, or when too little was acknowledged.
import { spawn } from "node:child_process";
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBenchDatabase } from "../bench/open-bench-database.ts";
import { members, workspaces } from "../server/db/schema/workspaces.ts";
import { users } from "../server/db/schema/accounts.ts";
import { workflows, workflowVersions } from "../server/db/schema/workflows.ts";
import { tenantOf } from "../server/db/tenant.ts";
import { openRunServices, type RunContext } from "../server/runs/run-services.ts";
import { startRun } from "../server/runs/start-run.ts";
import type { Graph } from "../graph/schema.ts";

const SUBMITTERS = 20;
const LEAST_ACKNOWLEDGED = 0.95;
/** After the last start, until all that was acknowledged must be over. */
const DRAIN_MS = 180_000;

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, "per-second": { type: "string", default: "20" } },
});
const seconds = Number(values.seconds);
const perSecond = Number(values["per-second"]);
if (!(seconds > 0) || !(perSecond > 0)) throw new Error("--seconds and --per-second must be numbers above 0.");

/** Five nodes, each over the text of the one before. */
const graph: Graph = {
  schemaVersion: 1,
  nodes: Object.fromEntries(
    [0, 1, 2, 3, 4].map((index) => [
      `n${index}`,
      {
        id: `n${index}`,
        type: "text-template",
        version: 1,
        position: { x: index * 240, y: 0 },
        params: { template: index === 0 ? "load" : "{{text}}!" },
      },
    ]),
  ),
  edges: Object.fromEntries(
    [1, 2, 3, 4].map((index) => [
      `e${index}`,
      { id: `e${index}`, from: { node: `n${index - 1}`, port: "text" }, to: { node: `n${index}`, port: "text" } },
    ]),
  ),
  notes: {},
  groups: {},
};

const bench = await openBenchDatabase();
const ledgerPath = path.join(bench.dir, "ledger");
const workers = [1, 2].map(() =>
  spawn(process.execPath, [fileURLToPath(new URL("../server/worker.ts", import.meta.url))], {
    env: { ...process.env, DATABASE_URL: bench.url, PATCHBAY_DATA: path.join(bench.dir, "data") },
    stdio: ["ignore", "ignore", "inherit"],
  }),
);
const runServices = await openRunServices({ database: bench.database, databaseUrl: bench.url });

try {
  const { context, workflowId } = await createWorkspace();
  await untilWorkersAreThere(workers.length);
  const asked = await submit(context, workflowId);
  process.exitCode = (await verify(asked)) ? 0 : 1;
} finally {
  const gone = workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
  for (const worker of workers) worker.kill("SIGTERM");
  await Promise.all(gone);
  await runServices.close();
  await bench.close();
}

async function createWorkspace(): Promise<{ context: RunContext; workflowId: string }> {
  const { database } = bench;
  const [workspace] = await database.insert(workspaces).values({ name: "Load" }).returning();
  const workspaceId = workspace!.id;
  const [user] = await database
    .insert(users)
    .values({ id: "load", name: "Load", email: "load@example.com", emailVerified: true, origin: "owner" })
    .returning();
  await database.insert(members).values({ workspaceId, userId: user!.id, role: "runner" });
  const [workflow] = await database
    .insert(workflows)
    .values({ workspaceId, title: "Load", createdBy: user!.id })
    .returning();
  const workflowId = workflow!.id;
  await database.insert(workflowVersions).values({
    workspaceId,
    workflowId,
    number: 1,
    graph,
    hash: "0".repeat(64),
    nodeCount: 5,
    createdBy: user!.id,
  });
  const tenant = tenantOf(database, workspaceId);
  return { context: { tenant, userId: user!.id, role: "runner", runServices }, workflowId };
}

async function untilWorkersAreThere(count: number) {
  for (;;) {
    const { rows } = await bench.database.$client.query("select id from workers");
    if (rows.length >= count) return;
    await sleep(200);
  }
}

/** Starts runs at a steady pace, from so many callers that a slow answer holds up none but its own. Gives how many were asked for. */
async function submit(context: RunContext, workflowId: string): Promise<number> {
  const ledger = openSync(ledgerPath, "a");
  const from = performance.now();
  const count = Math.round(seconds * perSecond);
  let next = 0;

  async function caller() {
    for (let index = next++; index < count; index = next++) {
      await sleep(Math.max(0, from + (index / perSecond) * 1_000 - performance.now()));
      const runId = await startRun(context, { workflowId, urgency: "background" }).then(
        (started) => started.runId,
        () => null, // not acknowledged: nothing was promised
      );
      if (!runId) continue;
      writeSync(ledger, `${runId}\n`);
      fsyncSync(ledger);
    }
  }

  await Promise.all(Array.from({ length: SUBMITTERS }, caller));
  closeSync(ledger);
  return count;
}

/** Joins the ledger with the database. */
async function verify(asked: number): Promise<boolean> {
  const acknowledged = readFileSync(ledgerPath, "utf8").trim().split("\n").filter(Boolean);
  const deadline = performance.now() + DRAIN_MS;
  const { $client } = bench.database;
  for (;;) {
    const { rows } = await $client.query<{ open: number }>(
      "select count(*)::int as open from runs where id = any($1::uuid[]) and finished_at is null",
      [acknowledged],
    );
    if (rows[0]!.open === 0 || performance.now() > deadline) break;
    await sleep(200);
  }
  const { rows } = await $client.query<{
    id: string;
    ends: number;
    steps: number;
    status: string;
    waited: number;
    took: number;
  }>(
    `select runs.id, runs.status,
       (select count(*)::int from run_events where run_id = runs.id and type = 'run.finished') as ends,
       (select count(*)::int from run_events where run_id = runs.id and type = 'step.finished') as steps,
       extract(epoch from started_at - created_at)::float8 * 1000 as waited,
       extract(epoch from finished_at - created_at)::float8 * 1000 as took
     from runs where id = any($1::uuid[])`,
    [acknowledged],
  );
  const lost = acknowledged.length - rows.length;
  const stuck = rows.filter(({ ends }) => ends === 0).length;
  const doubled = rows.filter(({ ends, steps }) => ends > 1 || steps > 5).length;
  const failed = rows.filter(({ ends, status }) => ends === 1 && status !== "succeeded").length;
  const fraction = acknowledged.length / asked;
  console.log(
    `${asked} runs asked for in ${seconds} s, ${acknowledged.length} acknowledged: ${lost} lost, ${doubled} doubled, ${stuck} stuck, ${failed} failed. ` +
      `Wait p95 ${percentile95(rows.map(({ waited }) => waited))} ms, start to end p95 ${percentile95(rows.map(({ took }) => took))} ms.`,
  );
  return fraction >= LEAST_ACKNOWLEDGED && lost + doubled + stuck + failed === 0;
}

function percentile95(times: number[]): number {
  return Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0);
}
