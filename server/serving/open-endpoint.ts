import { timesOf } from "./compute-times.ts";
import type { EndpointHost, OpenEndpoint } from "./compute-times.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import type { ServedModel } from "./served-model.ts";
import { toTensorValue, toWireTensor } from "./wire-tensor.ts";
import { openWorkflow } from "./workflow/open-workflow.ts";

/** Loads what the endpoint needs, so that the first request finds it ready. @throws Error that says why it cannot be served */
export function openEndpoint(endpoint: ServedEndpoint, host: EndpointHost): Promise<OpenEndpoint> {
  return endpoint.type === "workflow" ? openWorkflow(endpoint, host) : openModel(endpoint, host);
}

async function openModel({ hash, name }: ServedModel, { services }: EndpointHost): Promise<OpenEndpoint> {
  const model = await services.models.open({ hash, name });
  return {
    infer: async (inputs, outputs) => {
      const startedAt = process.hrtime.bigint();
      const feeds = inputs.map((tensor) => [tensor.name, toTensorValue(tensor)] as const);
      const readAt = process.hrtime.bigint();
      const results = await model.run(Object.fromEntries(feeds));
      const computedAt = process.hrtime.bigint();
      const tensors = outputs.map((output) => toWireTensor(output, results[output]!));
      return { tensors, times: timesOf({ startedAt, readAt, computedAt }) };
    },
  };
}
