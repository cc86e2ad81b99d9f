import type { EngineServices } from "../engine/open-services.ts";
import type { ComputeTimes } from "./model-host-messages.ts";
import type { WireTensor } from "./wire-tensor.ts";

export type OpenEndpoint = {
  /** @throws ServingError, NodeError */
  infer: (
    inputs: readonly WireTensor[],
    outputs: readonly string[],
  ) => Promise<{ tensors: WireTensor[]; times: ComputeTimes }>;
};

export type EndpointHost = { services: EngineServices; log: (message: string) => void };

/** Ends with now. */
export function timesOf({ startedAt, readAt, computedAt }: Record<"startedAt" | "readAt" | "computedAt", bigint>) {
  return {
    inputNs: Number(readAt - startedAt),
    inferNs: Number(computedAt - readAt),
    outputNs: Number(process.hrtime.bigint() - computedAt),
  };
}
