import { addMetric } from "./add-metric.ts";
import type { ModelHost } from "./open-model-host.ts";

const nothing = { waiting: 0, waitingBytes: 0, backlogMs: 0 };

/**
 * What is known of the process that computes models, and of what waits for it.
 *
 * @param host null while there is none
 * @param earlierRestarts of those that were there before it
 */
export function writeHostMetrics(
  host: ModelHost | null,
  { swaps, earlierRestarts = 0 }: { swaps: number; earlierRestarts?: number },
): string[] {
  const { waiting, waitingBytes, backlogMs } = host?.queue() ?? nothing;
  const lines: string[] = [];
  const add = (name: string, help: string, type: "counter" | "gauge", value: number) =>
    addMetric(lines, { name: `patchbay_serving_${name}`, help, type, rows: [["", value]] });
  add("restarts_total", "Deaths of the process that computes", "counter", earlierRestarts + (host?.restarts() ?? 0));
  add("swaps_total", "Models replaced while they were served", "counter", swaps);
  add("queue_requests", "Requests that wait for the process that computes", "gauge", waiting);
  add("queue_bytes", "Bytes of the inputs of the requests that wait", "gauge", waitingBytes);
  add("backlog_seconds", "How long what is waiting and computed will take, as learnt", "gauge", backlogMs / 1_000);
  return lines;
}
