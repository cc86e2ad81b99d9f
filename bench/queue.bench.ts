import { randomUUID } from "node:crypto";
import path from "node:path";
import type pg from "pg";
import { emptyGraph, type Graph } from "../graph/schema.ts";
import { fillTemplate } from "../nodes/fill-template.ts";
import { openFolderStore } from "../server/artifacts/folder-store.ts";
import { workflows, workflowVersions } from "../server/db/schema/workflows.ts";
import { workspaces } from "../server/db/schema/workspaces.ts";
import { tenantOf } from "../server/db/tenant.ts";
import { openEnginePool } from "../server/engine/engine-pool.ts";
import { queueRun } from "../server/runs/queue-run.ts";
import { openRunServices, type RunContext } from "../server/runs/run-services.ts";
import { startWorker } from "../server/worker/start-worker.ts";
import type { WorkerPoint } from "../server/worker/worker-points.ts";
import { intervalOf, median } from "./compare.ts";
import { openBenchDatabase } from "./open-bench-database.ts";
import type { Result } from "./result.ts";

const STEPS = 10;
const RUNS = 600;
const WARM_UPS = 2;
const ROUNDS = 9;
/** Settings for many short runs, as docs/operations.md gives them. */
const SLOTS = 64;
/** As many statements under way as two cores and a disk are kept busy with. */
const LOOPS = 10;
const limits = { queued: 10_000, running: 256 };

/** Ten nodes, each over the text of the one before. */
const graph: Graph = {
  ...emptyGraph,
  nodes: Object.fromEntries(
    Array.from({ length: STEPS }, (_, index) => {
      const params = { template: index === 0 ? "bench" : "{{text}}!" };
      return [`n${index}`, { id: `n${index}`, type: "text-template", version: 1, position: { x: 0, y: 0 }, params }];
    }),
  ),
  edges: Object.fromEntries(
    Array.from({ length: STEPS - 1 }, (_, index) => [
      `e${index}`,
      { id: `e${index}`, from: { node: `n${index}`, port: "text" }, to: { node: `n${index + 1}`, port: "text" } },
    ]),
  ),
};

/** P8: runs that are in the queue, until each is over and all that happened in it is durable. */
async function durableRuns(): Promise<Result> {
  const bench = await openBenchDatabase();
  const ratios: number[] = [];
  const oursPerSecond: number[] = [];
  try {
    const ours = await openOurs(bench);
    const byHand = await openByHand(bench.database.$client);
    for (let round = -WARM_UPS; round < ROUNDS; round++) {
      const programs = round % 2 === 0 ? [ours, byHand] : [byHand, ours];
      const times = new Map<typeof ours, number>();
      for (const program of programs) times.set(program, await program.drain());
      if (round < 0) continue;
      oursPerSecond.push((RUNS / times.get(ours)!) * 1_000);
      ratios.push(times.get(byHand)! / times.get(ours)!);
    }
    await ours.close();
  } finally {
    await bench.close();
  }
  const ratio = median(ratios);
  const [least, most] = intervalOf(ratios);
  return {
    id: "P8",
    what: "durable ten-step runs per second ÷ a SKIP LOCKED loop with batched inserts by hand",
    figure: `${ratio.toFixed(2)} [${least.toFixed(2)}–${most.toFixed(2)}]`,
    must: "≥ 0.5",
    aim: "0.8",
    isMet: ratio >= 0.5,
    how: `${RUNS} runs from the queue through an engine, with events, checkpoints and shares, ${SLOTS} at once: ${Math.round(median(oursPerSecond))} runs/s; ${ROUNDS} pairs, fsync on`,
  };
}

type Program = { drain: () => Promise<number>; close: () => Promise<void> };

async function openOurs({ database, url, dir }: Awaited<ReturnType<typeof openBenchDatabase>>): Promise<Program> {
  const [workspace] = await database.insert(workspaces).values({ name: "Bench" }).returning();
  const workspaceId = workspace!.id;
  const [workflow] = await database
    .insert(workflows)
    .values({ workspaceId, title: "Bench", createdBy: "bench" })
    .returning();
  const workflowId = workflow!.id;
  const version = { workspaceId, workflowId, number: 1, graph, hash: "0".repeat(64), nodeCount: STEPS };
  await database.insert(workflowVersions).values({ ...version, createdBy: "bench" });
  const runServices = await openRunServices({ database, databaseUrl: url, limits });
  const context: RunContext = { tenant: tenantOf(database, workspaceId), userId: "bench", role: "runner", runServices };
  const artifacts = await openFolderStore(path.join(dir, "artifacts"));
  const pool = openEnginePool({ artifacts });
  const options = { database, databaseUrl: url, pool, artifacts, limits, onLog: () => {} };

  const request = { workflowId, version: 1, graph, subGraphs: {}, inputs: {}, urgency: "background" } as const;

  async function queue() {
    let left = RUNS;
    const start = async () => {
      while (left-- > 0) await queueRun(context, request);
    };
    await Promise.all(Array.from({ length: LOOPS }, start));
  }

  // One engine for all rounds, as in a worker that has been there for a while.
  const keeping = { ...pool, close: async () => {} };
  return {
    drain: async () => {
      await queue();
      const ended = Promise.withResolvers<number>();
      let left = RUNS;
      const at = (point: WorkerPoint) => {
        if (point === "ended" && --left === 0) ended.resolve(Date.now());
      };
      const worker = await startWorker({ ...options, pool: keeping, slots: SLOTS, at });
      const endedAt = await ended.promise;
      await worker.stop();
      // From the first claim: how long a worker takes to start is another matter.
      const { rows } = await database.$client.query<{ started_at: number; succeeded: number }>(
        `select extract(epoch from min(started_at))::float8 * 1000 as started_at,
           (count(*) filter (where status = 'succeeded'))::int as succeeded from runs`,
      );
      if (rows[0]!.succeeded !== RUNS) throw new Error(`Only ${rows[0]!.succeeded} of ${RUNS} runs succeeded.`);
      await database.$client.query("delete from runs");
      return endedAt - rows[0]!.started_at;
    },
    close: async () => {
      await pool.close();
      await runServices.close();
    },
  };
}

/**
 * What one would write by hand for this one purpose: loops that each take a job, compute it, and write its steps and its end
 * in one statement. No engine, no events, no fence, no shares.
 */
async function openByHand(client: pg.Pool): Promise<Program> {
  await client.query(`
    create table hand_jobs (id uuid primary key, state text not null default 'queued', created_at timestamptz default now());
    create index on hand_jobs (created_at) where state = 'queued';
    create table hand_steps (job_id uuid, step text, output json, ended_at timestamptz default now(), primary key (job_id, step))`);

  async function loop() {
    for (;;) {
      const { rows } = await client.query<{ id: string }>({
        name: "hand-claim",
        text: `update hand_jobs set state = 'running' where id =
          (select id from hand_jobs where state = 'queued' order by created_at limit 1 for update skip locked) returning id`,
      });
      const id = rows[0]?.id;
      if (id === undefined) return;
      let text = "bench";
      const outputs = Array.from({ length: STEPS }, (_, index) => {
        if (index > 0) text = fillTemplate("{{text}}!", { text: { kind: "text", value: text } });
        return JSON.stringify(text);
      });
      await client.query({
        name: "hand-write",
        text: `with done as (update hand_jobs set state = 'done' where id = $1)
          insert into hand_steps (job_id, step, output) select $1, step, output from unnest($2::text[], $3::json[]) as s(step, output)`,
        values: [id, outputs.map((_, index) => `n${index}`), outputs],
      });
    }
  }

  return {
    drain: async () => {
      await client.query("insert into hand_jobs (id) select unnest($1::uuid[])", [
        Array.from({ length: RUNS }, () => randomUUID()),
      ]);
      const from = performance.now();
      await Promise.all(Array.from({ length: LOOPS }, loop));
      return performance.now() - from;
    },
    close: async () => {},
  };
}

export const queueBenches = [durableRuns];
