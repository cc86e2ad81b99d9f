import { AppError } from "../app-error.ts";
import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import { NodeError } from "../../graph/node-runner.ts";
import type { NodeFailure, RunEvent } from "../../graph/run-events.ts";
import { createArtifactIntake } from "./artifact-intake.ts";
import type { EngineRunHandlers, EngineRunRequest, EngineRunResult, WarmModel } from "./engine-pool-types.ts";
import { startEngineProcess } from "./engine-process.ts";
import { watchMemory } from "./memory-watch.ts";
import type { Answer, ToWorker } from "./messages.ts";
import { createOutgoingRequests } from "./outgoing-requests.ts";
import { startRunClock } from "./run-clock.ts";
import type { RunClock } from "./run-clock.ts";
import { watchSilence } from "./silence-watch.ts";

/** Nothing holds the thread of an engine that has nothing to do. */
const IDLE_SILENCE_MS = 30_000;
/** Four times as long as an engine that nothing holds is silent. */
const BEAT_WITHIN_MS = 2_000;

export type FindBatching = (hash: string) => Promise<BatchingVerdict | null>;

export type EngineOptions = {
  artifacts: ArtifactStore;
  threads: number;
  /** Proved execution providers; the first is what `auto` prefers. */
  devices: readonly string[];
  findBatching?: FindBatching;
  memoryLimitBytes: number;
  /** Time that a run gets to stop after it was asked to; then its engine is killed. */
  cancelGraceMs: number;
  /** Time that a computing engine may be silent: one native call, a model that loads or runs, must fit into it. */
  silenceLimitMs: number;
  onLog: (line: string) => void;
  entry?: string;
};

export type Engine = {
  pid: number;
  ready: Promise<void>;
  gone: Promise<string>;
  isAlive: () => boolean;
  activeRuns: () => number;
  run: (request: EngineRunRequest, handlers: EngineRunHandlers) => Promise<EngineRunResult>;
  warm: (models: readonly WarmModel[]) => void;
  close: () => Promise<void>;
};

type ActiveRun = {
  handlers: EngineRunHandlers;
  clock: RunClock;
  settle: (result: EngineRunResult) => void;
  /** What the run ends as when its engine has to be killed because of it. */
  verdict?: EngineRunResult;
};

/** One engine with the runs in it. When it ends, whatever the reason, each of them hears what that means for it. */
export function openEngine(options: EngineOptions): Engine {
  const { artifacts, memoryLimitBytes, cancelGraceMs, silenceLimitMs, onLog } = options;
  const runs = new Map<number, ActiveRun>();
  const intake = createArtifactIntake(artifacts);
  let lastRun = 0;
  let isAlive = true;
  let cause: { message: string; isKnown: boolean } | null = null;
  const outgoing = createOutgoingRequests((message, body) => child.send(message, body));
  const child = startEngineProcess({ ...options, onMessage });
  const memory = watchMemory(child.pid, { limitBytes: memoryLimitBytes, onExceeded: memoryExceeded });
  const silence = watchSilence({
    allowedMs: () => (runs.size > 0 ? silenceLimitMs : IDLE_SILENCE_MS),
    onSilence: (silentMs) => kill(`The engine gave no sign of life for ${Math.round(silentMs / 1_000)} s.`),
  });
  void child.gone.then(lose);
  child.send({ type: "devices", devices: options.devices });

  function onMessage(message: Exclude<ToWorker, { type: "ready" }>, body: Uint8Array) {
    silence.heard();
    switch (message.type) {
      case "beat":
        return memory.told(message.residentBytes);
      case "events": {
        const run = runs.get(message.run);
        run?.clock.see(message.events);
        return run?.handlers.onEvents(message.events);
      }
      case "flush":
        return answer(message.id, async () => {
          await runs.get(message.run)?.handlers.flush();
        });
      case "put": {
        const stored = intake.take(message.id, body, message.isLast);
        return stored ? answer(message.id, () => stored) : undefined;
      }
      case "locate":
        return answer(message.id, async () => ({ path: await artifacts.localPath(message.hash) }));
      case "find-batching":
        return answer(message.id, async () => ({ batching: (await options.findBatching?.(message.hash)) ?? null }));
      case "find-cached":
        return answer(message.id, async () => {
          const findings = await runs.get(message.run)?.handlers.cache?.find(message);
          return { findings: findings ?? { entries: [], links: [], isEmpty: true } };
        });
      case "save-cached":
        return runs.get(message.run)?.handlers.cache?.save(message.batch);
      case "drop-cached":
        return answer(message.id, async () => {
          await runs.get(message.run)?.handlers.cache?.drop(message.key);
        });
      case "http": {
        const { id, run, request } = message;
        const full = { ...request, body: message.hasBody ? body : null };
        return answer(id, () => outgoing.start({ id, run, request: full, send: runs.get(run)?.handlers.sendHttp }));
      }
      case "http-cancel":
        return outgoing.cancel(message.id);
      case "finished": {
        const { outcome, failure } = message;
        settle(message.run, { kind: "finished", outcome, ...(failure && { failure }) });
        const isGivenUp = outcome === "cancelled" || failure?.kind === "timeout";
        return isGivenUp ? expectBeat() : undefined;
      }
      case "waiting":
        return settle(message.run, { kind: "waiting", failedSteps: message.failedSteps });
      case "log":
        return onLog(message.message);
    }
  }

  function answer(id: number, work: () => Promise<Partial<Answer> | void>) {
    void work().then(
      (result) => child.send({ ...result, type: "answer", id }),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        const known =
          error instanceof AppError ? { code: error.code } : error instanceof NodeError ? { kind: error.kind } : {};
        child.send({ type: "answer", id, error: { message, ...known } });
      },
    );
  }

  function settle(number: number, result: EngineRunResult) {
    const run = runs.get(number);
    if (!run) return;
    runs.delete(number);
    outgoing.endRun(number);
    run.clock.stop();
    run.settle(result);
  }

  function lose(how: string) {
    isAlive = false;
    memory.stop();
    silence.stop();
    intake.breakOff();
    const message = cause?.message ?? explainEnd(how, child.lastOutput());
    for (const [number, run] of runs) {
      settle(number, run.verdict ?? { kind: "engine-lost", message, ...(cause?.isKnown && { isBystander: true }) });
    }
  }

  /** Ends the engine. Where one run is known to be the cause, it gets its verdict, and the others are bystanders. */
  function kill(message: string, guilty?: { number: number; verdict: EngineRunResult }) {
    const run = guilty && runs.get(guilty.number);
    if (guilty && !run) return;
    if (run) run.verdict = guilty.verdict;
    cause ??= { message, isKnown: guilty !== undefined };
    child.kill();
  }

  /** A step that was given up may still hold the engine's thread, with a call that cannot be stopped and nobody waits for. */
  function expectBeat() {
    setTimeout(() => {
      if (!isAlive || performance.now() - silence.heardAt() < BEAT_WITHIN_MS) return;
      cause ??= { message: "A step that was given up did not let go of the engine.", isKnown: true };
      child.kill();
    }, cancelGraceMs + BEAT_WITHIN_MS).unref();
  }

  function memoryExceeded(bytes: number) {
    const message = `The run needed more memory than an engine may use: ${megabytes(bytes)} of ${megabytes(memoryLimitBytes)}. Use smaller inputs or a smaller model.`;
    const failure: NodeFailure = { kind: "memory-limit", message };
    const [number] = runs.keys();
    // Of several, nobody can tell which it was: each is tried again.
    const isPlain = runs.size === 1 && number !== undefined;
    kill(message, isPlain ? { number, verdict: { kind: "finished", outcome: "failed", failure } } : undefined);
  }

  function overdue(number: number, failure: NodeFailure, nodeId?: string) {
    const run = runs.get(number);
    if (!run) return;
    const failed: RunEvent[] = nodeId ? [{ type: "step.failed", nodeId, at: Date.now(), durationMs: 0, failure }] : [];
    run.handlers.onEvents(failed);
    kill("Another run in the engine did not keep its time limit.", {
      number,
      verdict: { kind: "finished", outcome: "failed", failure },
    });
  }

  function run(request: EngineRunRequest, handlers: EngineRunHandlers): Promise<EngineRunResult> {
    if (!isAlive)
      return Promise.resolve({ kind: "engine-lost", message: "The engine had just ended.", isBystander: true });
    const number = ++lastRun;
    const { promise, resolve } = Promise.withResolvers<EngineRunResult>();
    const clock = startRunClock(request, {
      graceMs: cancelGraceMs,
      onOverdue: (failure, nodeId) => overdue(number, failure, nodeId),
    });
    let graceTimer: NodeJS.Timeout | undefined;
    const cancel = () => {
      child.send({ type: "cancel", run: number });
      const cancelledAt = performance.now();
      const verdict: EngineRunResult = { kind: "finished", outcome: "cancelled" };
      const end = () => kill("Another run in the engine did not stop when it was cancelled.", { number, verdict });
      // One that still beats gives its steps a grace of their own; one that does not cannot hear.
      const wait = () => (silence.heardAt() > cancelledAt ? (graceTimer = setTimeout(end, cancelGraceMs)) : end());
      graceTimer = setTimeout(wait, cancelGraceMs);
    };
    const end = (result: EngineRunResult) => {
      clearTimeout(graceTimer);
      handlers.signal.removeEventListener("abort", cancel);
      resolve(result);
    };
    runs.set(number, { handlers, clock, settle: end });
    child.send({ type: "run", run: number, request });
    if (handlers.signal.aborted) cancel();
    else handlers.signal.addEventListener("abort", cancel, { once: true });
    return promise;
  }

  return {
    pid: child.pid,
    ready: child.ready,
    gone: child.gone,
    isAlive: () => isAlive,
    activeRuns: () => runs.size,
    run,
    // One that does not become ready has nothing to open.
    warm: (models) =>
      void child.ready.then(
        () => child.send({ type: "warm", models }),
        () => {},
      ),
    close: () => child.close(cancelGraceMs),
  };
}

function explainEnd(how: string, lastOutput: string): string {
  if (!/heap out of memory|bad_alloc|Cannot allocate memory/.test(lastOutput))
    return `The engine process ended (${how}).`;
  return `The engine ran out of memory (${how}). Use smaller inputs or a smaller model.`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000).toLocaleString("en")} MB`;
}
