import "#server-only";
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import { openWorkspaceCaches } from "../cache/open-workspace-caches.ts";
import type { Database } from "../db/client.ts";
import type { WorkerAccelerator } from "../db/schema/workers.ts";
import type { EnginePool } from "../engine/engine-pool-types.ts";
import { placeOperators } from "../inference/place-operators.ts";
import { proveModel } from "../inference/prove-model.ts";
import { runtimeVersion } from "../inference/runtime-version.ts";
import { type Needs, openQueue } from "../queue/open-queue.ts";
import { createBell } from "../queue/ring-bell.ts";
import { LEAST_INTERACTIVE } from "../queue/run-priority.ts";
import { defaultRunLimits, type RunLimits } from "../runs/run-limits.ts";
import { TESTS_BELL } from "../workflow-tests/tests-bell.ts";
import type { BackgroundWork } from "./background-work.ts";
import { claimRuns } from "./claim-runs.ts";
import { type ClaimLoop, startClaimLoop } from "./claim-loop.ts";
import { type ActiveRun, executeClaimedRun, type Outgoing, type WorkerParts } from "./execute-claimed-run.ts";
import { startModelExaminer } from "./examine-models.ts";
import { startBatchFeeder } from "./feed-batches.ts";
import { createJobFinisher } from "./finish-jobs.ts";
import { handBackRuns } from "./hand-back-runs.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { labelsOf, openWorkerSession } from "./open-worker-session.ts";
import { startTestJudge } from "./judge-tests.ts";
import { createRunEventLog } from "./run-event-log.ts";
import { startTasks } from "./run-tasks.ts";
import { startKeeper } from "./start-keeper.ts";
import { createSoloGate } from "./solo-gate.ts";
import { takeOver } from "./take-over.ts";
import { startWarming } from "./warm-published.ts";
import type { WorkerPoint } from "./worker-points.ts";

export type WorkerOptions = {
  database: Database;
  /** The same database, by a direct address: the worker's session holds a lock and listens. */
  databaseUrl: string;
  pool: EnginePool;
  artifacts: ArtifactStore;
  /** Runs at a time. One more is taken where a person waits for it, so that it never stands behind a batch. */
  slots: number;
  limits?: RunLimits;
  /** Bytes of results to keep for each workspace, and the fraction of them to check. Without it every step runs. */
  cache?: { budgetBytes: number; checkedShare: number };
  /** Without it the nodes of runs send no requests. */
  outgoing?: Outgoing;
  /** Proved beside the start: the worker claims meanwhile, and its labels are the devices that turned out to compute. */
  accelerators?: Promise<readonly WorkerAccelerator[]>;
  onLog?: (message: string) => void;
  at?: (point: WorkerPoint) => void;
  timing?: Partial<WorkerTiming>;
};

export type WorkerTiming = {
  /** How often the queue is looked at without a bell. */
  pollMs: number;
  /** How often the others' locks are tried; a worker is taken over after two free sightings. */
  tickMs: number;
  /** A claim counts as given up 10 s after its last beat. */
  beatMs: number;
  upkeepEveryS: number;
  tasksMs: number;
  /** How often runs that have ended are measured, and rules for keeping runs looked at. */
  keepMs: number;
  /** How often results of tests are looked for that no bell told of. */
  judgeMs: number;
  /** How often model files that came in are looked for. */
  examineMs: number;
  /** At the end, runs that are nearly through may finish within this time. */
  finishGraceMs: number;
  /** The database may be away when the worker ends: what it did not hear is then found out by the other workers. */
  goodbyeMs: number;
};

const defaultTiming: WorkerTiming = {
  pollMs: 5_000,
  tickMs: 500,
  beatMs: 3_000,
  upkeepEveryS: 10,
  tasksMs: 60_000,
  keepMs: 10_000,
  judgeMs: 5_000,
  examineMs: 10_000,
  finishGraceMs: 500,
  goodbyeMs: 2_500,
};

/** Taken by interactive runs when all slots are full. */
const EXPRESS_SLOTS = 1;

export type Worker = {
  id: string;
  activeRuns: () => string[];
  isConnected: () => boolean;
  /** Claims no more, hands unfinished runs back, and closes all but the database and the engine pool's owner. */
  stop: () => Promise<void>;
};

/** Starts claiming and executing runs. Resolves once the worker is registered and claims. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { database, pool, slots, limits = defaultRunLimits, onLog = console.error, at = () => {} } = options;
  const timing = { ...defaultTiming, ...options.timing };
  const id = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
  const queue = await openQueue(database, { upkeep: true, upkeepEveryS: timing.upkeepEveryS });
  const bell = createBell(database);
  const log = createRunEventLog({ database, bell, at });
  const { artifacts } = options;
  const workspaces = options.cache
    ? openWorkspaceCaches({ database, artifacts, budgetBytes: options.cache.budgetBytes, onLog })
    : null;
  const parts: WorkerParts = {
    workerId: id,
    database,
    queue,
    pool,
    log,
    bell,
    limits,
    solo: createSoloGate(),
    cache: workspaces && { workspaces, checkedShare: options.cache?.checkedShare ?? 0 },
    outgoing: options.outgoing ?? null,
    at,
    onLog,
  };
  const active = new Map<string, ActiveRun>();
  const finisher = createJobFinisher(
    { database, queue, limits },
    {
      finished: (admitted) => {
        at("finished");
        // The bell that others hear takes a way round.
        if (admitted > 0) loop?.wake();
      },
      failed: (error) => onLog(`The queue was not told of an end; it finds out: ${error.message}`),
    },
  );

  let accelerators: readonly WorkerAccelerator[] = [];
  let unmet: Needs[] = [];
  let isUrgent = false;
  // Bells may ring before these are there: what they ring for is found when these start.
  let loop: ClaimLoop | undefined;
  let tasks: BackgroundWork | undefined;
  let feeder: BackgroundWork | undefined;
  let keeper: BackgroundWork | undefined;
  let judge: BackgroundWork | undefined;
  let examiner: BackgroundWork | undefined;
  const session = openWorkerSession({
    databaseUrl: options.databaseUrl,
    identity: () => ({ id, slots, accelerators }),
    tickMs: timing.tickMs,
    onWork,
    onCancel: (runId) => active.get(runId)?.stop("cancelled"),
    onSilentWorker: (workerId) => void replaceWorker(workerId),
    onReturn: () => {
      void beat();
      loop?.wake();
    },
    onLog,
  });
  await session.ready;

  loop = startClaimLoop({
    hasRoom: () => active.size < slots || (isUrgent && slots > 0 && active.size < slots + EXPRESS_SLOTS),
    claim: claimAndExecute,
    pollMs: timing.pollMs,
    onError: (error) => onLog(`Runs could not be claimed; tried again soon: ${error.message}`),
  });
  tasks = startTasks({ database, queue, artifacts, limits, everyMs: timing.tasksMs, onLog });
  feeder = startBatchFeeder({ database, queue, bell, limits, everyMs: timing.pollMs, onLog });
  keeper = startKeeper({ database, artifacts, everyMs: timing.keepMs, onLog });
  judge = startTestJudge({ database, artifacts, everyMs: timing.judgeMs, onLog });
  examiner = startModelExaminer({
    database,
    artifacts: options.artifacts,
    devices: () => accelerators.filter(({ available }) => available).map(({ device }) => device),
    runtime: runtimeVersion,
    place: placeOperators,
    prove: proveModel,
    everyMs: timing.examineMs,
    onLog,
  });
  const warming = pool.warm && startWarming({ database, warm: pool.warm, everyMs: timing.examineMs, onLog });
  const beats = setInterval(() => {
    void beat();
    if (active.size >= slots) onWork("runs urgently"); // the net under the bell
  }, timing.beatMs);
  void options.accelerators?.then((proved) => {
    accelerators = proved;
    // What it could not take before it may be able to take now.
    unmet = [];
    session.announce();
    examiner?.wake();
    loop?.wake();
  }, onAcceleratorsFailed);

  function onWork(rung: string) {
    if (rung === "tasks") return tasks?.wake();
    if (rung === "batches") return feeder?.wake();
    if (rung === "keeping") return keeper?.wake();
    if (rung === TESTS_BELL) return judge?.wake();
    isUrgent ||= rung.endsWith("urgently");
    loop?.wake();
  }

  async function claimAndExecute() {
    isUrgent = false;
    const ordinary = slots - active.size;
    const limit = Math.max(1, ordinary);
    const { runs, hasPassedOver } = await claimRuns(
      { database, queue, limits },
      {
        workerId: id,
        limit,
        labels: labelsOf(accelerators),
        unmet,
        ...(ordinary <= 0 && { minPriority: LEAST_INTERACTIVE }),
      },
    );
    if (runs.length > 0) at("claimed");
    for (const run of runs) {
      // Claimed again by ourselves: the older attempt of it here is fenced.
      active.get(run.runId)?.stop("fenced");
      const execution = executeClaimedRun(parts, run);
      active.set(run.runId, execution);
      void execution.done.then((isJobDone) => {
        if (active.get(run.runId) === execution) active.delete(run.runId);
        if (isJobDone) finisher.done(run);
        // Also where it was parked: it makes room for the next item.
        if (run.batchId !== null) feeder?.wake();
        if (run.trigger === "test") judge?.wake();
        loop?.slotFreed();
      });
    }
    // Whether others wait cannot be seen from the express slot, so the next one that is free looks.
    return { taken: runs.length, isMoreLikely: ordinary <= 0 || runs.length === limit || hasPassedOver };
  }

  async function beat() {
    const held = [...active.values()];
    if (held.length === 0) return;
    at("beat");
    try {
      const lost = new Set(
        await queue.beat(
          "runs",
          held.map(({ run }) => run.claim),
        ),
      );
      for (const one of held) if (lost.has(one.run.claim) && active.get(one.run.runId) === one) one.stop("fenced");
    } catch (error) {
      onLog(`A heartbeat was missed: ${(error as Error).message}`);
    }
  }

  async function replaceWorker(workerId: string) {
    try {
      const count = await takeOver({ database, queue, at }, workerId);
      if (count !== null) onLog(`Worker ${workerId} is gone; ${count} of its runs were handed back.`);
    } catch (error) {
      onLog(`Worker ${workerId} could not be taken over; tried again soon: ${(error as Error).message}`);
    }
  }

  function onAcceleratorsFailed(error: Error) {
    onLog(`The accelerators could not be proved: ${error.message}`);
  }

  async function stop() {
    await Promise.race([loop?.stop(), sleep(timing.goodbyeMs)]);
    clearInterval(beats);
    const ends = Promise.all([...active.values()].map(({ done }) => done));
    await Promise.race([ends, sleep(timing.finishGraceMs)]);
    await Promise.race([handAllBack(), sleep(timing.goodbyeMs)]);
    await Promise.race([closeAll(), sleep(timing.goodbyeMs)]);
  }

  async function handAllBack() {
    const left = [...active.values()];
    for (const one of left) one.stop("handed-back");
    // What is durable before it goes need not run again.
    await Promise.all(left.map((one) => one.settle()));
    await finisher.settled();
    at("hand-back");
    const count = await inTransaction(database, async (client) => {
      const handedBack = await handBackRuns(client, queue, { owner: id, isLost: false });
      await client.query("delete from workers where id = $1", [id]);
      return handedBack;
    });
    if (count > 0) queue.ring("runs");
  }

  async function closeAll() {
    await Promise.all([
      tasks?.stop(),
      feeder?.stop(),
      keeper?.stop(),
      judge?.stop(),
      examiner?.stop(),
      warming?.stop(),
    ]);
    await Promise.all([pool.close(), log.close(), session.close()]);
    await workspaces?.close();
    await queue.close();
  }

  return { id, activeRuns: () => [...active.keys()], isConnected: session.isConnected, stop };
}
