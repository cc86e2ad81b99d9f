import type { WireTensor } from "./wire-tensor.ts";

/** An inference request as each protocol gives it. */
export type InferRequest = {
  /** Comes back with the answer; null where none was given. */
  id: string | null;
  /** The parameter `timeout`; null where the client set none. */
  timeoutMs: number | null;
  inputs: WireTensor[];
  outputs: { name: string; isBinary: boolean }[];
};
