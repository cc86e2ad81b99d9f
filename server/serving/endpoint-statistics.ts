import { createHistogram } from "./histogram.ts";
import type { Histogram } from "./histogram.ts";
import { createSampleWindow } from "./sample-window.ts";
import type { SampleWindow } from "./sample-window.ts";
import type { InferResult, ServedEndpoint } from "./served-endpoint.ts";
import { ServingError } from "./serving-error.ts";
import type { FailureReason } from "./serving-error.ts";
import type { WireTensor } from "./wire-tensor.ts";

export const phases = ["request", "queue", "compute_input", "compute_infer", "compute_output"] as const;
export type Phase = (typeof phases)[number];
/** What dashboards ask the spread of. */
export const timedPhases = ["request", "queue", "compute_infer"] as const satisfies Phase[];
export type TimedPhase = (typeof timedPhases)[number];
export const protocols = ["http", "grpc"] as const;
export type Protocol = (typeof protocols)[number];

/** Of one version of a model or workflow since the server started. Times are sums in nanoseconds. */
export type EndpointStatistics = {
  success: number;
  failures: Record<FailureReason, number>;
  failNs: number;
  /** Rows of the batches that were computed. */
  inferences: number;
  /** A run in which several requests were computed is counted in parts, one with each. */
  executions: number;
  /** How many requests were computed with each, itself included. */
  together: Histogram;
  /** In seconds, of what was answered. */
  durations: Record<TimedPhase, Histogram>;
  /** Of what was answered. */
  ns: Record<Phase, number>;
  newestNs: Record<Phase, SampleWindow>;
  requests: Record<Protocol, number>;
  /** Unix time in milliseconds; 0 before the first. */
  lastInference: number;
};

export const failureReasons: readonly FailureReason[] = ["REJECTED", "CANCELED", "BACKEND", "OTHER"];

const BATCH_SIZES = [1, 2, 4, 8, 16, 32];
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createEndpointStatistics(): EndpointStatistics {
  return {
    success: 0,
    failures: { REJECTED: 0, CANCELED: 0, BACKEND: 0, OTHER: 0 },
    failNs: 0,
    inferences: 0,
    executions: 0,
    together: createHistogram(BATCH_SIZES),
    durations: {
      request: createHistogram(SECONDS),
      queue: createHistogram(SECONDS),
      compute_infer: createHistogram(SECONDS),
    },
    ns: perPhase(() => 0),
    newestNs: perPhase(() => createSampleWindow()),
    requests: { http: 0, grpc: 0 },
    lastInference: 0,
  };
}

function perPhase<T>(make: () => T): Record<Phase, T> {
  return { request: make(), queue: make(), compute_input: make(), compute_infer: make(), compute_output: make() };
}

export function countSuccess(
  statistics: EndpointStatistics,
  { inputs, times, tookNs }: { inputs: readonly WireTensor[]; times: InferResult["times"]; tookNs: number },
): void {
  statistics.success++;
  statistics.executions += 1 / times.together;
  statistics.together.add(times.together);
  statistics.inferences += rowsOf(inputs);
  const ns: Record<Phase, number> = {
    request: tookNs,
    queue: Math.max(0, times.queueNs),
    compute_input: times.inputNs,
    compute_infer: times.inferNs,
    compute_output: times.outputNs,
  };
  for (const phase of phases) {
    statistics.ns[phase] += ns[phase];
    statistics.newestNs[phase].add(ns[phase]);
  }
  for (const phase of timedPhases) statistics.durations[phase].add(ns[phase] / 1e9);
  statistics.lastInference = Date.now();
}

/** The batch of a request: the first dim of its first input. */
export function rowsOf([first]: readonly WireTensor[]): number {
  return Math.max(1, first?.shape[0] ?? 1);
}

export function countFailure(
  statistics: EndpointStatistics,
  { error, tookNs }: { error: unknown; tookNs: number },
): void {
  statistics.failures[error instanceof ServingError ? error.reason : "BACKEND"]++;
  statistics.failNs += tookNs;
}

/** As Triton's statistics extension has it. */
export function describeStatistics({ name, version, statistics }: ServedEndpoint) {
  const { success, failures, ns } = statistics;
  const failed = failureReasons.reduce((sum, reason) => sum + failures[reason], 0);
  const part = (sum: number, count = success) => ({ count, ns: sum });
  return {
    name,
    version,
    last_inference: statistics.lastInference,
    inference_count: statistics.inferences,
    execution_count: Math.round(statistics.executions),
    inference_stats: {
      success: part(ns.request),
      fail: part(statistics.failNs, failed),
      queue: part(ns.queue),
      compute_input: part(ns.compute_input),
      compute_infer: part(ns.compute_infer),
      compute_output: part(ns.compute_output),
      cache_hit: part(0, 0),
      cache_miss: part(0, 0),
    },
    batch_stats: [],
  };
}
