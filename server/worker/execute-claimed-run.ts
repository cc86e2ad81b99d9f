import "#server-only";
import type { NodeFailure, RunEvent, RunOutcome, StepFailureRecord } from "../../graph/run-events.ts";
import type { WorkspaceCaches } from "../cache/open-workspace-caches.ts";
import type { Database } from "../db/client.ts";
import type { GuardedHttpClient } from "../http-client/create-http-client.ts";
import { type Mask, noMask } from "../secrets/mask-secrets.ts";
import { openRunSecrets } from "../secrets/run-secrets.ts";
import type { SecretKeys } from "../secrets/seal-secret.ts";
import { sendWithSecrets, type SendHttp } from "../secrets/send-with-secrets.ts";
import type { EnginePool, EngineRunResult } from "../engine/engine-pool-types.ts";
import type { Queue } from "../queue/open-queue.ts";
import { runPriorities } from "../queue/run-priority.ts";
import type { Bell } from "../queue/ring-bell.ts";
import type { ClaimedRun } from "./claim-runs.ts";
import type { RunLimits } from "../runs/run-limits.ts";
import { countLostEngine } from "./count-lost-engine.ts";
import { handBackRuns } from "./hand-back-runs.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { channels } from "../queue/channels.ts";
import { parkRun } from "./park-run.ts";
import type { RunEventLog, RunRecorder } from "./run-event-log.ts";
import type { SoloGate } from "./solo-gate.ts";
import type { WorkerPoint } from "./worker-points.ts";

/** A run that takes an engine down twice would take down a third. */
const MAX_ENGINES_LOST = 2;
/** Whole workers are lost to other causes as well (a power cut, a deployment), so they count less. */
const MAX_WORKERS_LOST = 5;
/** For a run that is never to blame and never gets to its end: where no engine can be started, say. */
const MAX_ATTEMPTS = 50;

export type WorkerParts = {
  workerId: string;
  database: Database;
  queue: Queue;
  pool: EnginePool;
  log: RunEventLog;
  bell: Bell;
  limits: RunLimits;
  solo: SoloGate;
  cache: WorkerCache | null;
  outgoing: Outgoing | null;
  at: (point: WorkerPoint) => void;
  onLog: (message: string) => void;
};

/** What a worker needs to send the requests of runs. */
export type Outgoing = { http: GuardedHttpClient; secretKeys: SecretKeys };

export type WorkerCache = {
  workspaces: WorkspaceCaches;
  /** The fraction of hits that are run all the same, to compare. */
  checkedShare: number;
};

/** Why this worker lets go of a run before its engine has finished with it. */
export type StopReason = "cancelled" | "fenced" | "handed-back" | "not-recorded";

export type ActiveRun = {
  run: ClaimedRun;
  stop: (reason: StopReason) => void;
  /** Resolves when the slot is free. True when the queue is to be told that the job is done. Never rejects. */
  done: Promise<boolean>;
  /** Takes no more events and resolves when those there are durable. */
  settle: () => Promise<void>;
};

/** Runs a claimed run in an engine and records what happens, to its end or until this worker has to let go of it. */
export function executeClaimedRun(parts: WorkerParts, run: ClaimedRun): ActiveRun {
  const { workerId, pool, log, at, onLog } = parts;
  const abort = new AbortController();
  let reason: StopReason | null = null;
  let notRecorded: Error | null = null;

  const recorder = log.open(run, {
    fenced: () => stop("fenced"),
    cancelRequested: () => stop("cancelled"),
    broken: (error) => {
      notRecorded = error;
      stop("not-recorded");
    },
  });

  function stop(why: StopReason) {
    // A fence outranks all: from then on nothing of this run is ours to say.
    if (reason !== null && why !== "fenced" && why !== "handed-back") return;
    if (why === "cancelled") {
      at("cancel");
      recorder.add([{ type: "run.cancelling", at: Date.now() }]);
    }
    reason = why;
    if (why === "fenced") onLog(`Run ${run.runId} goes on elsewhere; attempt ${run.attempt} is given up here.`);
    abort.abort(why);
  }

  async function execute(): Promise<boolean> {
    if (run.isCancelRequested) return end("cancelled");
    const poison = poisonOf(run);
    if (poison) return end("failed", poison);
    if (run.timeoutMs !== null && run.timeoutMs <= 0) return end("failed", timeIsOver);
    // Whose fault it was that an engine died with several runs in it cannot be told. Alone, it can.
    const leave = await parts.solo.enter({ isAlone: run.enginesLost > 0, signal: abort.signal });
    at("before-engine");
    const result = await runInEngine().finally(leave);
    if (reason === "fenced" || reason === "handed-back") return false;
    if (notRecorded) return end("failed", unrecordable(notRecorded));
    if (reason === "cancelled" && result.kind === "engine-lost") return end("cancelled");
    if (result.kind === "finished" && (result.outcome !== "cancelled" || reason === "cancelled")) {
      return end(result.outcome, result.failure);
    }
    if (result.kind === "waiting") return park(result.failedSteps);
    // Nobody asked for the run to be cancelled: its engine was, and another may go on.
    if (result.kind === "finished") return engineLost({ message: "The engine was stopped.", isBystander: true });
    return engineLost(result);
  }

  async function runInEngine(): Promise<EngineRunResult> {
    const cached = parts.cache && (await cacheOf(parts.cache));
    const { sendHttp, mask } = await outgoingOf(parts.outgoing);
    const request = {
      runId: run.runId,
      attempt: run.attempt,
      worker: workerId,
      graph: run.graph,
      subGraphs: run.subGraphs,
      inputs: run.inputs,
      part: run.part,
      finishedSteps: run.finishedSteps,
      failedSteps: run.failedSteps,
      waits: run.waits,
      timeoutMs: run.timeoutMs,
      isUrgent: run.priority >= runPriorities.interactive,
      isProfiled: run.isProfiled,
      ...(cached && { cache: cached.settings }),
    };
    const onEvents = (events: RunEvent[]) => {
      if (reason === "fenced" || reason === "handed-back") return;
      at("step-events");
      recorder.add(mask.json(events.filter(isTheEngines)));
    };
    try {
      const result = await pool.run(request, {
        onEvents,
        ...(sendHttp && { sendHttp }),
        flush: recorder.flush,
        ...(cached && { cache: cached.store }),
        signal: abort.signal,
      });
      return mask.json(result);
    } catch (error) {
      return { kind: "engine-lost", message: error instanceof Error ? error.message : String(error) };
    }
  }

  async function outgoingOf(outgoing: Outgoing | null): Promise<{ sendHttp?: SendHttp; mask: Mask }> {
    if (!outgoing) return { mask: noMask };
    const { http, secretKeys } = outgoing;
    const graphs = [run.graph, ...Object.values(run.subGraphs).map(({ graph }) => graph)];
    const secrets = await openRunSecrets(
      { database: parts.database, secretKeys },
      { workspaceId: run.workspaceId, graphs },
    );
    return { sendHttp: sendWithSecrets(http, secrets), mask: secrets.mask };
  }

  async function park(failedSteps: Record<string, StepFailureRecord>): Promise<boolean> {
    if (reason === "cancelled") return end("cancelled");
    // What it leaves must be there before somebody else may go on with it.
    const isDurable = await recorder.flush().then(
      () => true,
      () => false,
    );
    if (!isDurable) return false;
    at("park");
    const { result, admitted } = await parkRun(parts, run, failedSteps);
    if (result === "cancelled") return end("cancelled");
    if (result === "fenced") return false;
    await recorder.stop();
    at("parked");
    parts.bell.ring(channels.runs, `${run.workspaceId} ${run.runId}`);
    if (admitted > 0) parts.queue.ring("runs");
    return false;
  }

  /** Without what its steps were before, or where that cannot be read, a run just explains less. */
  async function cacheOf({ workspaces, checkedShare }: WorkerCache) {
    const { workspaceId, workflowId, runId, number: runNumber, noCache, isProfiled } = run;
    const place = { workspaceId, workflowId, nodeIds: Object.keys(run.graph.nodes) };
    // What is to be measured has to run.
    const isRefresh = noCache || isProfiled;
    const prints = await workspaces.prints(place).catch(() => ({}));
    return {
      settings: { workspaceId, runId, runNumber, prints, isRefresh, checkedShare },
      store: workspaces.storeFor(place),
    };
  }

  async function end(outcome: RunOutcome, failure?: NodeFailure): Promise<boolean> {
    // Fenced meanwhile: whoever holds the run now ends it.
    return recorder.end(Date.now(), outcome, failure).then(
      () => true,
      () => false,
    );
  }

  async function engineLost({
    message,
    isBystander = false,
  }: {
    message: string;
    isBystander?: boolean;
  }): Promise<boolean> {
    at("engine-lost");
    await recorder.flush().catch(() => {});
    const enginesLost = isBystander ? run.enginesLost : await countLostEngine(parts.database, run);
    if (enginesLost === null) return false;
    const poison = poisonOf({ ...run, enginesLost }, message);
    if (poison) return end("failed", poison);
    onLog(`Run ${run.runId} lost its engine and goes back to the queue: ${message}`);
    await recorder.stop();
    await inTransaction(parts.database, (client) =>
      handBackRuns(client, parts.queue, { owner: workerId, isLost: false, runIds: [run.runId] }),
    );
    parts.queue.ring("runs");
    return false;
  }

  return { run, stop, settle: () => recorder.stop(), done: execute().catch(giveUp(run, recorder, onLog)) };
}

/** How a run stands is this worker's to record: the engine cannot know whether the run is still ours. */
function isTheEngines(event: RunEvent): boolean {
  return event.type !== "run.finished" && event.type !== "run.cancelling" && event.type !== "run.waiting";
}

function poisonOf(
  {
    enginesLost,
    workersLost,
    attempt,
    timesParked,
  }: Pick<ClaimedRun, "enginesLost" | "workersLost" | "attempt" | "timesParked">,
  message = "",
): NodeFailure | null {
  const last = message && ` The last time: ${message}`;
  if (enginesLost >= MAX_ENGINES_LOST) {
    return {
      kind: "poison",
      message: `This run ended the process that computes it ${enginesLost} times, so it is not tried again.${last} Try smaller inputs, or another model.`,
    };
  }
  // One that waited comes back each time as a new attempt, and is none the worse for it.
  const tries = attempt - timesParked;
  if (tries >= MAX_ATTEMPTS) {
    const why = `This run was begun ${tries} times and never got to its end, so it is not tried again.${last}`;
    return { kind: "engine-lost", message: why };
  }
  if (workersLost < MAX_WORKERS_LOST) return null;
  return {
    kind: "poison",
    message: `This run's worker was lost ${workersLost} times, so it is not tried again. Retry it if the workers were stopped on purpose.`,
  };
}

const timeIsOver: NodeFailure = {
  kind: "timeout",
  message: "The run did not finish within its time limit and was stopped. Raise the limit, or give it less to do.",
};

function unrecordable(error: Error): NodeFailure {
  return { kind: "crashed", message: `What this run did could not be recorded, so it was stopped: ${error.message}` };
}

/** The run stays ours in the table, without heartbeats: its job is delivered again when they are missed. */
function giveUp(run: ClaimedRun, recorder: RunRecorder, onLog: (message: string) => void) {
  return async (error: unknown) => {
    onLog(`Run ${run.runId} was given up: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    await recorder.stop();
    return false;
  };
}
