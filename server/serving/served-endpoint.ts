import type { TensorSignature } from "../../graph/values.ts";
import type { ComputeTimes } from "./model-host-messages.ts";
import type { EndpointStatistics } from "./endpoint-statistics.ts";
import type { WireTensor } from "./wire-tensor.ts";

/** One version of what clients can ask: a model, or a workflow. The protocols know nothing else of it. */
export type ServedEndpoint = {
  /** Of letters, digits, ".", "_" and "-". */
  name: string;
  /** A whole number from 1 as text. */
  version: string;
  type: "model" | "workflow";
  inputs: readonly ServedTensor[];
  outputs: readonly ServedTensor[];
  statistics: EndpointStatistics;
  state: () => EndpointState;
  /** Requests that wait or are computed. */
  pending: () => number;
  /** @throws ServingError 400 from the model, 429 and 503 when it would take too long, 499, 503 when a process dies, 504 */
  infer: (job: InferJob) => Promise<InferResult>;
};

export type ServedTensor = TensorSignature & {
  /** BYTES that are the content of a file, not text: base64 in JSON. */
  isOpaque?: true;
  /** Inputs: without it a sample is taken. */
  isOptional?: true;
  /** Of a table: its columns are tensors too, each called like this one with "." and the column behind. */
  hasColumns?: true;
};

export type EndpointState = { state: "READY" | "LOADING" | "UNLOADING" | "UNAVAILABLE"; reason: string };

export type InferJob = {
  inputs: readonly WireTensor[];
  /** By name, in the order in which they are wanted. */
  outputs: readonly string[];
  signal: AbortSignal;
  /** Of the API key that asks; null without one. */
  keyId: string | null;
  /** In milliseconds of `performance.now()`; null where the client set none. It covers waiting and computing. */
  deadlineAt: number | null;
};

export type InferResult = {
  tensors: readonly WireTensor[];
  times: ComputeTimes & { queueNs: number };
  /** Called when nobody reads the tensors any more, so that their memory is used again; it need not be. */
  release?: () => void;
};

/** Where endpoints come from. They may come and go while the server runs; whoever holds one may still use it. */
export type EndpointSource = {
  endpoints: () => readonly ServedEndpoint[];
  /** Resolves when each was loaded or refused for the first time. */
  ready: Promise<void>;
  isReady: () => boolean;
  /** Takes up what its place holds now. Undefined where that cannot be asked for. @throws ServingError 400, 404 */
  load?: (name: string) => Promise<void>;
  /** @throws ServingError 404 */
  unload?: (name: string) => Promise<void>;
  /** Lines of Prometheus text of its own. */
  metrics?: () => string[];
  close: () => Promise<void>;
};

/** The tensor of that name, or the one that has it as a column. */
export function findTensor(tensors: readonly ServedTensor[], name: string): ServedTensor | undefined {
  const whole = tensors.find((tensor) => tensor.name === name);
  return whole ?? tensors.find((tensor) => tensor.hasColumns && name.startsWith(`${tensor.name}.`));
}

export const idOf = ({ name, version }: { name: string; version: string }): string => `${name}/${version}`;
