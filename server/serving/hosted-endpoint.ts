import type { EndpointStatistics } from "./endpoint-statistics.ts";
import type { ModelHost } from "./open-model-host.ts";
import { idOf } from "./served-endpoint.ts";
import type { EndpointState, ServedEndpoint } from "./served-endpoint.ts";
import type { ServedModel } from "./served-model.ts";
import { ServingError } from "./serving-error.ts";
import type { ServedWorkflow } from "./workflow/served-workflow.ts";

/**
 * One content of a model's or workflow's version. Its statistics go on where those of the content before it ended.
 *
 * @param key of the content in the host
 * @param blocked what keeps it from being asked though the host may have it; null where nothing does
 */
export function createHostedEndpoint(
  {
    type,
    name,
    version,
    inputs,
    outputs,
  }: Pick<ServedModel | ServedWorkflow, "type" | "name" | "version" | "inputs" | "outputs">,
  {
    host,
    key,
    statistics,
    blocked,
  }: { host: ModelHost; key: string; statistics: EndpointStatistics; blocked: () => EndpointState | null },
): ServedEndpoint {
  const state = (): EndpointState => {
    const stop = blocked();
    if (stop) return stop;
    const refusal = host.refusalOf(key);
    return refusal === null ? { state: "READY", reason: "" } : { state: "UNAVAILABLE", reason: refusal };
  };
  return {
    name,
    version,
    type,
    inputs,
    outputs,
    statistics,
    state,
    pending: () => host.pending((job) => job.key === key),
    infer: async (job) => {
      const stop = blocked();
      if (stop) throw new ServingError(stop.state === "LOADING" ? 503 : 404, stop.reason);
      return await host.infer({ ...job, key, id: idOf({ name, version }) });
    },
  };
}
