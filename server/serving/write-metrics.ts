import type { ModelStatistics } from "./model-statistics.ts";
import { failureReasons } from "./model-statistics.ts";
import type { ModelHost } from "./open-model-host.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";

/** Names of models need no escaping. Prometheus text with the names of Triton, so that dashboards made for it show this server too, and a few of our own. */
export function writeMetrics(
  {
    models,
    statistics,
  }: { models: ReadonlyMap<string, ServedEndpoint>; statistics: ReadonlyMap<string, ModelStatistics> },
  host: ModelHost,
): string {
  const labelsOf = (name: string, more = "") => `{model="${name}",version="${models.get(name)?.version ?? ""}"${more}}`;
  const lines: string[] = [];
  const add = (name: string, help: string, type: "counter" | "gauge", rows: readonly (readonly [string, number])[]) => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const [labels, value] of rows) lines.push(`${name}${labels} ${value}`);
  };
  const perModel = (read: (one: ModelStatistics, name: string) => number) =>
    [...statistics].map(([name, one]) => [labelsOf(name), read(one, name)] as const);
  const microseconds = (read: (one: ModelStatistics) => number) => perModel((one) => Math.round(read(one) / 1_000));

  add(
    "nv_inference_request_success",
    "Requests answered",
    "counter",
    perModel((one) => one.success),
  );
  const failures = [...statistics].flatMap(([name, { failures: counts }]) =>
    failureReasons.map((reason) => [labelsOf(name, `,reason="${reason}"`), counts[reason]] as const),
  );
  add("nv_inference_request_failure", "Requests failed, by reason", "counter", failures);
  add(
    "nv_inference_count",
    "Inferences: the rows of all batches",
    "counter",
    perModel((one) => one.inferences),
  );
  add(
    "nv_inference_exec_count",
    "Executions of the model",
    "counter",
    perModel((one) => one.executions),
  );
  const durations = [
    ["request", "Whole requests", (one: ModelStatistics) => one.successNs],
    ["queue", "Waiting for the model", (one: ModelStatistics) => one.queueNs],
    ["compute_input", "Reading the inputs", (one: ModelStatistics) => one.inputNs],
    ["compute_infer", "Running the model", (one: ModelStatistics) => one.inferNs],
    ["compute_output", "Writing the outputs", (one: ModelStatistics) => one.outputNs],
  ] as const;
  for (const [name, help, read] of durations) {
    add(`nv_inference_${name}_duration_us`, `${help}, summed, in microseconds`, "counter", microseconds(read));
  }
  const pending = perModel((_one, name) => host.pending(name));
  add("nv_inference_pending_request_count", "Requests that wait or are computed", "gauge", pending);
  add("patchbay_serving_ready", "1 while the models are loaded", "gauge", [["", host.isReady() ? 1 : 0]]);
  add("patchbay_serving_restarts_total", "Deaths of the process that computes", "counter", [["", host.restarts()]]);
  return `${lines.join("\n")}\n`;
}
