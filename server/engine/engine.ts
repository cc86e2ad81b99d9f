import type { ArtifactStore } from "../artifacts/artifact-store.ts";
import type { NodeFailure, RunEvent } from "../../graph/run-events.ts";
import type { EngineRunHandlers, EngineRunRequest, EngineRunResult } from "./engine-pool-types.ts";
import { startEngineProcess } from "./engine-process.ts";
import { watchMemory } from "./memory-watch.ts";
import type { ToWorker } from "./messages.ts";
import { startRunClock } from "./run-clock.ts";
import type { RunClock } from "./run-clock.ts";

export type EngineOptions = {
  artifacts: ArtifactStore;
  threads: number;
  devices: readonly string[];
  memoryLimitBytes: number;
  /** Time that a run gets to stop after it was asked to; then its engine is killed. */
  cancelGraceMs: number;
  onLog: (line: string) => void;
};

export type Engine = {
  pid: number;
  ready: Promise<void>;
  gone: Promise<string>;
  activeRuns: () => number;
  run: (request: EngineRunRequest, handlers: EngineRunHandlers) => Promise<EngineRunResult>;
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
export function openEngine({
  artifacts,
  threads,
  devices,
  memoryLimitBytes,
  cancelGraceMs,
  onLog,
}: EngineOptions): Engine {
  const runs = new Map<string, ActiveRun>();
  let cause: string | null = null;
  const child = startEngineProcess({ threads, devices, heapLimitBytes: memoryLimitBytes, onMessage, onLog });
  const stopWatching = watchMemory(child.pid, { limitBytes: memoryLimitBytes, onExceeded: memoryExceeded });
  void child.gone.then(lose);

  function onMessage(message: ToWorker, body: Uint8Array) {
    switch (message.type) {
      case "events": {
        const run = runs.get(message.runId);
        run?.clock.see(message.events);
        run?.handlers.onEvents(message.events);
        return;
      }
      case "flush":
        return answer(message.id, async () => void (await runs.get(message.runId)?.handlers.flush()));
      case "put":
        return answer(message.id, async () => await artifacts.put(body));
      case "locate":
        return answer(message.id, async () => ({ path: await artifacts.localPath(message.hash) }));
      case "finished": {
        const { outcome, failure } = message;
        return settle(message.runId, { kind: "finished", outcome, ...(failure && { failure }) });
      }
      case "log":
        return onLog(message.message);
    }
  }

  function answer(id: number, work: () => Promise<object | void>) {
    void work().then(
      (result) => child.send({ type: "answer", id, ...result }),
      (error: unknown) =>
        child.send({ type: "answer", id, error: error instanceof Error ? error.message : String(error) }),
    );
  }

  function settle(runId: string, result: EngineRunResult) {
    const run = runs.get(runId);
    if (!run) return;
    runs.delete(runId);
    run.clock.stop();
    run.settle(result);
  }

  function lose(how: string) {
    stopWatching();
    const message = cause ?? `The engine process ended (${how}).`;
    const isOthersFault = [...runs.values()].some((run) => run.verdict);
    for (const [runId, run] of runs) {
      settle(runId, run.verdict ?? { kind: "engine-lost", message, ...(isOthersFault && { isBystander: true }) });
    }
  }

  /** Ends the engine because of one run. The others in it are bystanders: they go back to the queue. */
  function killFor(runId: string, verdict: EngineRunResult, reason: string) {
    const run = runs.get(runId);
    if (!run) return;
    run.verdict = verdict;
    cause = reason;
    child.kill();
  }

  function memoryExceeded(bytes: number) {
    const megabytes = (value: number) => `${Math.round(value / 1_000_000).toLocaleString("en")} MB`;
    const message = `The run needed more memory than an engine may use: ${megabytes(bytes)} of ${megabytes(memoryLimitBytes)}. Use smaller inputs or a smaller model.`;
    cause = message;
    const failure: NodeFailure = { kind: "memory-limit", message };
    const [only] = runs.keys();
    if (runs.size === 1 && only !== undefined) killFor(only, { kind: "finished", outcome: "failed", failure }, message);
    else child.kill();
  }

  function overdue(runId: string, failure: NodeFailure, nodeId?: string) {
    const run = runs.get(runId);
    if (!run) return;
    const failed: RunEvent[] = nodeId ? [{ type: "step.failed", nodeId, at: Date.now(), durationMs: 0, failure }] : [];
    run.handlers.onEvents(failed);
    killFor(runId, { kind: "finished", outcome: "failed", failure }, failure.message);
  }

  return {
    pid: child.pid,
    ready: child.ready,
    gone: child.gone,
    activeRuns: () => runs.size,
    close: () => child.close(cancelGraceMs),
    run: (request, handlers) =>
      new Promise((resolve) => {
        const { runId } = request;
        const clock = startRunClock(request, {
          graceMs: cancelGraceMs,
          onOverdue: (failure, nodeId) => overdue(runId, failure, nodeId),
        });
        runs.set(runId, { handlers, clock, settle: resolve });
        child.send({ type: "run", request });
        const cancel = () => {
          child.send({ type: "cancel", runId });
          const verdict: EngineRunResult = { kind: "finished", outcome: "cancelled" };
          const timer = setTimeout(
            () => killFor(runId, verdict, "Another run in the engine did not stop when it was cancelled."),
            cancelGraceMs,
          );
          const settleRun = runs.get(runId)!.settle;
          runs.get(runId)!.settle = (result) => {
            clearTimeout(timer);
            settleRun(result);
          };
        };
        if (handlers.signal.aborted) cancel();
        else handlers.signal.addEventListener("abort", () => runs.has(runId) && cancel(), { once: true });
      }),
  };
}
