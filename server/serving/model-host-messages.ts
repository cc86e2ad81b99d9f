import type { Dtype } from "../../graph/kinds.ts";
import type { ServedEndpoint } from "./served-endpoint.ts";
import type { WireTensor } from "./wire-tensor.ts";

/** Tensors of a message, in the order in which their bytes follow one another behind it. */
export type TensorHead = { name: string; dtype: Dtype; shape: readonly number[]; sizeBytes: number };

/** Times of one inference in nanoseconds. */
export type ComputeTimes = { inputNs: number; inferNs: number; outputNs: number };

export type ToModelHost =
  | { type: "models"; models: readonly ServedEndpoint[] }
  | { type: "infer"; id: number; model: string; tensors: TensorHead[]; outputs: string[] };

export type FromModelHost =
  /** What does not load is told by name, with the reason. */
  | { type: "ready"; refused: Record<string, string> }
  | { type: "result"; id: number; tensors: TensorHead[]; times: ComputeTimes }
  | { type: "failure"; id: number; status: number; message: string }
  | { type: "log"; message: string };

export function headsOf(tensors: readonly WireTensor[]): TensorHead[] {
  return tensors.map(({ name, dtype, shape, bytes }) => ({ name, dtype, shape, sizeBytes: bytes.length }));
}

/** @throws Error when there are fewer bytes than the heads announce */
export function cutTensors(heads: readonly TensorHead[], bytes: Uint8Array): WireTensor[] {
  let at = 0;
  const tensors = heads.map(({ name, dtype, shape, sizeBytes }) => {
    at += sizeBytes;
    return { name, dtype, shape, bytes: bytes.subarray(at - sizeBytes, at) };
  });
  if (at !== bytes.length) throw new Error(`The tensors have ${at} bytes, but ${bytes.length} came.`);
  return tensors;
}
