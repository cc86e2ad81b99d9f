import type { NodeFailure, RunEvent } from "../../graph/run-events.ts";
import { runners } from "../../nodes/runners.ts";
import { executePlan } from "../executor/execute-plan.ts";
import type { RunResult } from "../executor/executor-host.ts";
import type { CacheMemory } from "../cache/cache-memory.ts";
import type { CacheStore } from "../cache/cache-store.ts";
import { openRunCache } from "../cache/open-run-cache.ts";
import { programDigest } from "../cache/program-digest.ts";
import { createRecorder } from "../values/create-recorder.ts";
import { createRestorer } from "../values/create-restorer.ts";
import { describeEnvironment } from "./describe-environment.ts";
import { createProfiler } from "./create-profiler.ts";
import type { SendHttp } from "../secrets/send-with-secrets.ts";
import type { EngineRunRequest } from "./engine-pool-types.ts";
import type { EngineServices } from "./open-services.ts";
import { planRun } from "./plan-run.ts";

/** Asynchronous node calls of one run under way at once; computing itself is serial in an engine. */
const MAX_CONCURRENCY = 16;

type RunHost = {
  services: EngineServices;
  /** Left out: compiles each run anew. */
  plan?: typeof planRun;
  sendHttp: SendHttp;
  emit: (event: RunEvent) => void;
  flush?: () => Promise<void>;
  /** Taken where the request has settings for it. */
  cache?: { memory: CacheMemory; store: CacheStore };
  /** What `auto` means, and the process that computes. */
  devices: readonly string[];
  engine?: number;
  signal: AbortSignal;
  nextTurn?: (goOn: () => void) => void;
  log: (message: string) => void;
};

/** Compiles and executes one run with the real nodes. The same for the engine, the command line and the tests of templates. */
export async function executeRun(
  request: EngineRunRequest,
  {
    services,
    plan = planRun,
    sendHttp,
    emit: tell,
    flush,
    cache: parts,
    devices,
    engine,
    signal,
    nextTurn,
    log,
  }: RunHost,
): Promise<RunResult> {
  const environment = describeEnvironment(request, { devices, engine });
  const emit = (event: RunEvent) => tell(event.type === "run.started" ? { ...event, environment } : event);
  const planned = plan(request);
  if (!planned.ok) {
    const failure: NodeFailure = {
      kind: "bad-params",
      message: planned.problems.map(({ message }) => message).join(" "),
    };
    emit({ type: "run.started", at: Date.now(), attempt: request.attempt, worker: request.worker });
    emit({ type: "run.finished", at: Date.now(), outcome: "failed", failure });
    return { outcome: "failed", failure };
  }
  const { images, tables, putArtifact, readArtifact } = services;
  const runInput = (name: string) => (Object.hasOwn(request.inputs, name) ? request.inputs[name] : undefined);
  const cache =
    parts && request.cache
      ? openRunCache(planned.plan, {
          memory: parts.memory,
          store: parts.store,
          sources: { program: await programDigest(), runInput, devices },
          // What is to be timed has to run.
          settings: { ...request.cache, ...(request.isProfiled && { isRefresh: true }) },
          onMismatch: ({ nodeId, type }, ports) =>
            log(`The kept result of ${nodeId} (${type}) differs from what the node gives now at: ${ports.join(", ")}`),
        })
      : undefined;
  const signals = request.timeoutMs === null ? [signal] : [signal, AbortSignal.timeout(request.timeoutMs)];
  const profiler = request.isProfiled ? createProfiler(services) : null;
  let end: RunEvent | undefined;
  const executing = executePlan(planned.plan, {
    runners,
    services,
    sendHttp,
    ...(profiler && { modelsFor: profiler.modelsFor }),
    runInput,
    ...(cache && { cache }),
    // The profiles are finished after the last step, and belong before the end.
    emit: profiler ? (event) => (event.type === "run.finished" ? (end = event) : emit(event)) : emit,
    record: createRecorder({ images, tables, putArtifact }),
    restore: createRestorer({ images, tables, readArtifact }),
    finishedSteps: request.finishedSteps,
    ...(request.failedSteps && { failedSteps: request.failedSteps }),
    ...(request.waits && { waits: request.waits }),
    ...(request.timeoutMs !== null && { deadline: Date.now() + request.timeoutMs }),
    ...(flush && { flush }),
    ...(nextTurn && { nextTurn }),
    attempt: request.attempt,
    worker: request.worker,
    signal: AbortSignal.any(signals),
    maxConcurrency: MAX_CONCURRENCY,
    onCrash: ({ nodeId, type, error }) => log(`The runner of ${nodeId} (${type}) crashed: ${describe(error)}`),
  });
  const result = await executing.finally(() => cache?.close());
  const told = await profiler?.finish().catch((error: unknown) => log(`The profile was lost: ${describe(error)}`));
  for (const event of told ?? []) emit(event);
  if (end) emit(end);
  return result;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
