import type { Dtype } from "../../graph/kinds.ts";
import type { ServedContent } from "./served-content.ts";
import type { WireTensor } from "./wire-tensor.ts";

/** Tensors of a message, in the order in which their bytes follow one another behind it. */
export type TensorHead = { name: string; dtype: Dtype; shape: readonly number[]; sizeBytes: number };

/** Times of one inference in nanoseconds. `together` requests were computed at once, this one included. */
export type ComputeTimes = { inputNs: number; inferNs: number; outputNs: number; together: number };

/** `key` is another one for each content that a name had. */
export type HostedContent = { key: string; content: ServedContent };

export type ToModelHost =
  /** Warming computes it with made-up inputs, so that no client waits for what only the first time takes. */
  | { type: "load"; hosted: HostedContent; isWarmed: boolean }
  | { type: "unload"; key: string }
  /** What has not begun is not computed. */
  | { type: "cancel"; id: number }
  | { type: "infer"; id: number; key: string; tensors: TensorHead[]; outputs: readonly string[] };

export type FromModelHost =
  | { type: "loading"; key: string }
  /** It is loaded, and computed with made-up inputs. */
  | { type: "warming"; key: string }
  /** `refusal` is why it is not. */
  | { type: "loaded"; key: string; refusal: string | null }
  | { type: "result"; id: number; tensors: TensorHead[]; times: ComputeTimes }
  | { type: "failure"; id: number; status: number; message: string }
  | { type: "log"; message: string };

export function headsOf(tensors: readonly WireTensor[]): TensorHead[] {
  return tensors.map(({ name, dtype, shape, bytes }) => ({ name, dtype, shape, sizeBytes: bytes.length }));
}

/** One behind the other, as the heads have them. */
export function bytesOf(tensors: readonly WireTensor[]): Uint8Array {
  return tensors.length === 1 ? tensors[0]!.bytes : Buffer.concat(tensors.map(({ bytes }) => bytes));
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
