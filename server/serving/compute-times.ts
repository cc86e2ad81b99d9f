import type { EngineServices } from "../engine/open-services.ts";
import type { ComputeTimes } from "./model-host-messages.ts";
import type { WireTensor } from "./wire-tensor.ts";

export type OpenEndpoint = {
  /** @throws ServingError, NodeError */
  infer: (
    inputs: readonly WireTensor[],
    outputs: readonly string[],
    call: { signal: AbortSignal },
  ) => Promise<{ tensors: WireTensor[]; times: ComputeTimes }>;
};

export type EndpointHost = {
  services: EngineServices;
  log: (message: string) => void;
  /** Told before a model is computed for the first time. */
  warming: () => void;
};

/** Ends with now. @param batch of a model whose calls are computed together */
export function timesOf(
  { startedAt, readAt, computedAt }: Record<"startedAt" | "readAt" | "computedAt", bigint>,
  { together, waitedMs } = { together: 1, waitedMs: 0 },
): ComputeTimes {
  return {
    inputNs: Number(readAt - startedAt),
    inferNs: Math.max(0, Number(computedAt - readAt) - Math.round(waitedMs * 1e6)),
    outputNs: Number(process.hrtime.bigint() - computedAt),
    together,
  };
}
