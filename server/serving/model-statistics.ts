import type { InferResult } from "./open-model-host.ts";
import type { WireTensor } from "./wire-tensor.ts";

/** Of one model since the server started. Times are sums in nanoseconds. */
export type ModelStatistics = {
  success: number;
  successNs: number;
  failures: Record<FailureReason, number>;
  failNs: number;
  /** Rows of the batches that were computed. */
  inferences: number;
  executions: number;
  queueNs: number;
  inputNs: number;
  inferNs: number;
  outputNs: number;
  /** Unix time in milliseconds; 0 before the first. */
  lastInference: number;
};

export type FailureReason = "REJECTED" | "CANCELED" | "BACKEND" | "OTHER";
export const failureReasons: readonly FailureReason[] = ["REJECTED", "CANCELED", "BACKEND", "OTHER"];

export function createModelStatistics(): ModelStatistics {
  return {
    success: 0,
    successNs: 0,
    failures: { REJECTED: 0, CANCELED: 0, BACKEND: 0, OTHER: 0 },
    failNs: 0,
    inferences: 0,
    executions: 0,
    queueNs: 0,
    inputNs: 0,
    inferNs: 0,
    outputNs: 0,
    lastInference: 0,
  };
}

export function countSuccess(
  statistics: ModelStatistics,
  { inputs, times, tookNs }: { inputs: readonly WireTensor[]; times: InferResult["times"]; tookNs: number },
): void {
  statistics.success++;
  statistics.executions++;
  statistics.inferences += Math.max(1, inputs[0]?.shape[0] ?? 1);
  statistics.successNs += tookNs;
  statistics.queueNs += Math.max(0, times.queueNs);
  statistics.inputNs += times.inputNs;
  statistics.inferNs += times.inferNs;
  statistics.outputNs += times.outputNs;
  statistics.lastInference = Date.now();
}

export function countFailure(
  statistics: ModelStatistics,
  { status, tookNs }: { status: number; tookNs: number },
): void {
  statistics.failures[reasonOf(status)]++;
  statistics.failNs += tookNs;
}

function reasonOf(status: number): FailureReason {
  if (status === 499) return "CANCELED";
  if (status === 429 || status === 413) return "REJECTED";
  return status >= 500 ? "BACKEND" : "OTHER";
}

/** As Triton's statistics extension has it. */
export function describeStatistics(name: string, version: string, statistics: ModelStatistics) {
  const { success, failures } = statistics;
  const failed = failureReasons.reduce((sum, reason) => sum + failures[reason], 0);
  const part = (ns: number, count = success) => ({ count, ns });
  return {
    name,
    version,
    last_inference: statistics.lastInference,
    inference_count: statistics.inferences,
    execution_count: statistics.executions,
    inference_stats: {
      success: part(statistics.successNs),
      fail: part(statistics.failNs, failed),
      queue: part(statistics.queueNs),
      compute_input: part(statistics.inputNs),
      compute_infer: part(statistics.inferNs),
      compute_output: part(statistics.outputNs),
      cache_hit: part(0, 0),
      cache_miss: part(0, 0),
    },
    batch_stats: [],
  };
}
