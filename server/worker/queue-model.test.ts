import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/database-for-tests.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { tenantOf } from "../db/tenant.ts";
import { createAdmissions } from "../queue/create-admissions.ts";
import { openQueue, type Queue } from "../queue/open-queue.ts";
import { createBell } from "../queue/ring-bell.ts";
import { cancelRun } from "../runs/cancel-run.ts";
import { defaultRunLimits } from "../runs/run-limits.ts";
import type { RunContext } from "../runs/run-services.ts";
import { type ClaimedRun, claimRuns } from "./claim-runs.ts";
import { handBackRuns } from "./hand-back-runs.ts";
import { chain, createTestWorkflow, queueTestRun, readEvents, readRun, type TestWorkflow } from "./runs-for-tests.ts";
import { writeRunBatch } from "./write-run-batch.ts";

let db: TestDatabase;
let queue: Queue;
let workflow: TestWorkflow;
let context: RunContext;
beforeAll(async () => {
  db = await createTestDatabase();
  queue = await openQueue(db.database);
});
afterAll(async () => {
  await queue.close();
  await db.close();
});

type Outcome = "succeeded" | "failed";
type Op =
  | { type: "enqueue" }
  | { type: "claim"; worker: number }
  | { type: "record"; hold: number }
  | { type: "end"; hold: number; outcome: Outcome }
  /** The worker is silent for too long: its job is given to whoever comes first. It does not know. */
  | { type: "lapse"; hold: number }
  | { type: "hand-back"; hold: number }
  | { type: "cancel"; run: number };

const index = fc.nat(1_000);
const anyOp: fc.Arbitrary<Op> = fc.oneof(
  { arbitrary: fc.constant({ type: "enqueue" } as const), weight: 3 },
  { arbitrary: fc.record({ type: fc.constant("claim" as const), worker: fc.nat(2) }), weight: 5 },
  { arbitrary: fc.record({ type: fc.constant("record" as const), hold: index }), weight: 4 },
  {
    arbitrary: fc.record({
      type: fc.constant("end" as const),
      hold: index,
      outcome: fc.constantFrom<Outcome>("succeeded", "failed"),
    }),
    weight: 3,
  },
  { arbitrary: fc.record({ type: fc.constant("lapse" as const), hold: index }), weight: 3 },
  { arbitrary: fc.record({ type: fc.constant("hand-back" as const), hold: index }), weight: 2 },
  { arbitrary: fc.record({ type: fc.constant("cancel" as const), run: index }), weight: 1 },
);

/** A claim as its worker sees it; the worker keeps it, whatever became of it, and writes for it one thing after the other. */
type Hold = ClaimedRun & { worker: string; seq: number; writing: Promise<unknown> };

/** The real queue and tables, and what workers can do with them. */
async function openWorld() {
  await db.database.$client.query("delete from pgboss.job where name = 'runs'");
  workflow = await createTestWorkflow(db.database);
  const runServices = {
    queue,
    admissions: createAdmissions({ queue, limits: defaultRunLimits }),
    bell: createBell(db.database),
    wakeups: { next: async () => {}, close: async () => {} },
    limits: defaultRunLimits,
  };
  context = { tenant: tenantOf(db.database, workflow.workspaceId), userId: "somebody", role: "runner", runServices };
  const runIds: string[] = [];
  const holds: Hold[] = [];
  const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % Math.max(1, from.length)];

  function write(hold: Hold, event: "step" | Outcome): Promise<boolean> {
    const written = hold.writing.then(() => writeNext(hold, event));
    hold.writing = written;
    return written;
  }

  async function writeNext(hold: Hold, event: "step" | Outcome): Promise<boolean> {
    const at = 1;
    const [result] = await writeRunBatch(db.database, [
      {
        runId: hold.runId,
        attempt: hold.attempt,
        beforeSeq: hold.seq,
        stepCounts: { total: 1, running: 0, succeeded: 0, failed: 0, skipped: 0 },
        newlyCached: 0,
        ...(event === "step"
          ? { events: [{ type: "step.log", nodeId: "a", at, message: "" }] }
          : {
              events: [{ type: "run.finished", at, outcome: event }],
              end: { outcome: event, facts: { terms: [], numbers: {}, computed: [], computedMs: [], savedMs: 0 } },
            }),
      },
    ]);
    if (result!.kind === "written") hold.seq += 1;
    return result!.kind === "written";
  }

  async function execute(
    op: Op,
  ): Promise<{ hold?: Hold | undefined; claimed?: Hold[]; written?: boolean; runId?: string }> {
    switch (op.type) {
      case "enqueue": {
        const runId = await queueTestRun({ database: db.database, queue }, workflow, chain("a"));
        runIds.push(runId);
        return { runId };
      }
      case "claim": {
        const worker = `worker ${op.worker}`;
        const { runs } = await claimRuns({ database: db.database, queue }, { workerId: worker, limit: 1 });
        const claimed = runs.map((run) => ({ ...run, worker, seq: run.lastSeq, writing: Promise.resolve() }));
        holds.push(...claimed);
        return { claimed };
      }
      case "cancel": {
        const runId = pick(runIds, op.run);
        if (runId) await cancelRun(context, { runId });
        return runId ? { runId } : {};
      }
      default: {
        const hold = pick(holds, op.hold);
        if (!hold) return {};
        if (op.type === "record") return { hold, written: await write(hold, "step") };
        if (op.type === "lapse") await queue.finish("runs", [hold.claim], "again");
        if (op.type === "hand-back") {
          await inTransaction(db.database, (client) =>
            handBackRuns(client, queue, { owner: hold.worker, isLost: false, runIds: [hold.runId] }),
          );
        }
        if (op.type !== "end") return { hold };
        const written = await write(hold, op.outcome);
        if (written) await queue.finish("runs", [hold.claim], "done");
        return { hold, written };
      }
    }
  }

  /** Whatever happened: a worker that comes now ends all that is left. */
  async function drain() {
    await db.database.$client.query("update runs set owner = 'gone' where owner is not null");
    for (const hold of holds) await queue.finish("runs", [hold.claim], "again");
    const claimAll = () => claimRuns({ database: db.database, queue }, { workerId: "last", limit: 100 });
    for (let { runs } = await claimAll(); runs.length > 0; { runs } = await claimAll()) {
      for (const run of runs)
        await write({ ...run, worker: "last", seq: run.lastSeq, writing: Promise.resolve() }, "succeeded");
      await queue.finish(
        "runs",
        runs.map(({ claim }) => claim),
        "done",
      );
    }
  }

  async function expectEachRunOverOnce() {
    for (const runId of runIds) {
      const events = await readEvents(db.database, runId);
      const run = await readRun(db.database, runId);
      const end = events.at(-1);
      expect(end?.type).toBe("run.finished");
      expect(run).toMatchObject({ status: end!.type === "run.finished" && end!.outcome, lastSeq: events.length });
    }
    const { rows } = await db.database.$client.query(
      "select 1 from pgboss.job where name = 'runs' and state < 'completed'",
    );
    expect(rows).toHaveLength(0);
  }

  return { execute, drain, expectEachRunOverOnce, runIds };
}

test("one after the other: only the newest claim of a run writes, each run ends once, and none is forgotten", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyOp, { minLength: 5, maxLength: 40 }), async (ops) => {
      const world = await openWorld();
      /** The model: which attempt may write, and how the run ended. */
      const newest = new Map<string, number>();
      const ended = new Map<string, string>();

      for (const op of ops) {
        const result = await world.execute(op);
        for (const hold of result.claimed ?? []) {
          expect(ended.has(hold.runId)).toBe(false);
          expect(hold.attempt).toBe((newest.get(hold.runId) ?? 0) + 1);
          newest.set(hold.runId, hold.attempt);
        }
        if (result.written !== undefined && result.hold) {
          const { runId, attempt } = result.hold;
          expect(result.written).toBe(newest.get(runId) === attempt && !ended.has(runId));
          if (op.type === "end" && result.written) ended.set(runId, op.outcome);
        }
        if (op.type === "cancel" && result.runId) {
          const run = await readRun(db.database, result.runId);
          if (ended.has(run.id)) expect(run.status).toBe(ended.get(run.id));
          // Nobody of these workers is alive to the database, so a cancelled run ends at once.
          else expect(run.status).toBe("cancelled");
          ended.set(run.id, run.status);
        }
      }
      await world.drain();
      await world.expectEachRunOverOnce();
      for (const [runId, outcome] of ended) expect((await readRun(db.database, runId)).status).toBe(outcome);
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

test("three at once: whatever the order, each run ends once, and none is forgotten", async () => {
  const lane = fc.array(anyOp, { minLength: 3, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(lane, lane, lane, async (...lanes) => {
      const world = await openWorld();
      for (let count = 0; count < 4; count++) await world.execute({ type: "enqueue" });

      await Promise.all(
        lanes.map(async (ops) => {
          for (const op of ops) await world.execute(op);
        }),
      );

      await world.drain();
      await world.expectEachRunOverOnce();
    }),
    { numRuns: 15, endOnFailure: true },
  );
});
