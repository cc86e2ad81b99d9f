import { addMetric } from "./add-metric.ts";
import type { ModelHost } from "./open-model-host.ts";

/** What is known of the process that computes models, and of what waits for it. */
export function writeHostMetrics(host: ModelHost, swaps: number): string[] {
  const { waiting, waitingBytes, backlogMs } = host.queue();
  const lines: string[] = [];
  const add = (name: string, help: string, type: "counter" | "gauge", value: number) =>
    addMetric(lines, { name: `patchbay_serving_${name}`, help, type, rows: [["", value]] });
  add("restarts_total", "Deaths of the process that computes", "counter", host.restarts());
  add("swaps_total", "Models replaced while they were served", "counter", swaps);
  add("queue_requests", "Requests that wait for the process that computes", "gauge", waiting);
  add("queue_bytes", "Bytes of the inputs of the requests that wait", "gauge", waitingBytes);
  add("backlog_seconds", "How long what is waiting and computed will take, as learnt", "gauge", backlogMs / 1_000);
  return lines;
}
