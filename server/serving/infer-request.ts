import type { WireTensor } from "./wire-tensor.ts";

/** An inference request as each protocol gives it. */
export type InferRequest = {
  /** Comes back with the answer; null where none was given. */
  id: string | null;
  /** The parameter `timeout`; null where the client set none. */
  timeoutMs: number | null;
  inputs: WireTensor[];
  /** Called when the request was answered, so that the memory of its inputs is used again. */
  release?: () => void;
  outputs: { name: string; isBinary: boolean }[];
};
