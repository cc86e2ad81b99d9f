import { addMetric } from "./add-metric.ts";
import type { Metric } from "./add-metric.ts";
import type { EndpointDirectory } from "./endpoint-directory.ts";
import { isServerReady } from "./describe-server.ts";
import { failureReasons, phases, protocols, timedPhases } from "./endpoint-statistics.ts";
import type { Phase } from "./endpoint-statistics.ts";
import type { Histogram } from "./histogram.ts";
import { readMachine } from "./read-machine.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import type { ServingState } from "./serving-state.ts";

const quantiles = [0.5, 0.9, 0.95, 0.99, 0.999];
const phaseHelp: Record<Phase, string> = {
  request: "Whole requests",
  queue: "Waiting to be computed",
  compute_input: "Reading the inputs",
  compute_infer: "Computing",
  compute_output: "Writing the outputs",
};

/**
 * Prometheus text with the names of Triton, so that dashboards made for it show this server too, and a few of our own: of
 * the endpoints in the directory, and of the server.
 */
export function writeMetrics(state: ServingState, directory: EndpointDirectory): string {
  const lines: string[] = [];
  const add = (metric: Metric) => addMetric(lines, metric);
  const endpoints = directory.all();
  const rows = (read: (one: ServedEndpoint) => number) => endpoints.map((one) => [labelsOf(one), read(one)] as const);
  const counter = (name: string, help: string, read: (one: ServedEndpoint) => number) =>
    add({ name, help, type: "counter", rows: rows(read) });

  counter("nv_inference_request_success", "Requests answered", ({ statistics }) => statistics.success);
  add({
    name: "nv_inference_request_failure",
    help: "Requests failed, by reason",
    type: "counter",
    rows: endpoints.flatMap((one) =>
      failureReasons.map((reason) => [labelsOf(one, `reason="${reason}"`), one.statistics.failures[reason]] as const),
    ),
  });
  counter("nv_inference_count", "Inferences: the rows of all batches", ({ statistics }) => statistics.inferences);
  counter("nv_inference_exec_count", "Executions of the model", ({ statistics }) => Math.round(statistics.executions));
  for (const phase of phases) {
    const help = phaseHelp[phase];
    counter(`nv_inference_${phase}_duration_us`, `${help}, summed, in microseconds`, ({ statistics }) =>
      Math.round(statistics.ns[phase] / 1_000),
    );
    const name = `nv_inference_${phase}_summary_us`;
    add({
      name,
      help: `${help}, of the newest 512 requests`,
      type: "summary",
      rows: endpoints.flatMap(summary(phase)),
    });
  }
  const pendingHelp = "Requests that wait or are computed";
  const pending = rows((one) => one.pending());
  add({ name: "nv_inference_pending_request_count", help: pendingHelp, type: "gauge", rows: pending });
  const { totalBytes, usedBytes, cpuUtilization } = readMachine();
  for (const [name, help, value] of [
    ["nv_cpu_utilization", "Share of the processors that was busy since the last look", cpuUtilization],
    ["nv_cpu_memory_total_bytes", "Memory of the machine", totalBytes],
    ["nv_cpu_memory_used_bytes", "Memory of the machine that is taken", usedBytes],
  ] as const) {
    add({ name, help, type: "gauge", rows: [["", value]] });
  }
  add({
    name: "patchbay_serving_requests_total",
    help: "Requests for inference, by protocol",
    type: "counter",
    rows: endpoints.flatMap((one) =>
      protocols.map(
        (protocol) => [labelsOf(one, `protocol="${protocol}"`), one.statistics.requests[protocol]] as const,
      ),
    ),
  });
  const histogram = (name: string, help: string, read: (one: ServedEndpoint) => Histogram) =>
    add({
      name: `patchbay_serving_${name}`,
      help,
      type: "histogram",
      rows: endpoints.flatMap((one) => read(one).rows(namesOf(one))),
    });
  for (const phase of timedPhases) {
    const name = `${phase}_duration_seconds`;
    histogram(name, `${phaseHelp[phase]}, in seconds`, ({ statistics }) => statistics.durations[phase]);
  }
  histogram("batch_size", "Requests computed at once, with each request", ({ statistics }) => statistics.together);
  const isReady = isServerReady(state) ? 1 : 0;
  add({ name: "patchbay_serving_ready", help: "1 while all is loaded", type: "gauge", rows: [["", isReady]] });
  return `${[...lines, ...state.directory.metrics()].join("\n")}\n`;
}

function summary(phase: Phase) {
  return (one: ServedEndpoint): (readonly [string, number])[] => {
    const { success, ns, newestNs } = one.statistics;
    const values = newestNs[phase].quantiles(quantiles);
    return [
      ...values.map(
        (value, index) => [labelsOf(one, `quantile="${quantiles[index]}"`), Math.round(value / 1_000)] as const,
      ),
      [`_sum${labelsOf(one)}`, Math.round(ns[phase] / 1_000)],
      [`_count${labelsOf(one)}`, success],
    ];
  };
}

/** Names need no escaping. */
const namesOf = ({ name, version }: ServedEndpoint): string => `model="${name}",version="${version}"`;

function labelsOf(endpoint: ServedEndpoint, more = ""): string {
  return `{${namesOf(endpoint)}${more && `,${more}`}}`;
}
