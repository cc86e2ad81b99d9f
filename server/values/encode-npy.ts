import { npyHead } from "../../graph/npy-head.ts";
import type { TensorValue } from "../../graph/values.ts";

/**
 * A tensor as a .npy file.
 *
 * @throws Error for strings, which the format holds in no portable way.
 */
export function encodeNpy({ dtype, shape, data }: TensorValue): Uint8Array {
  if (dtype === "string" || Array.isArray(data)) throw new Error("A tensor of strings cannot be written as .npy.");
  return Buffer.concat([npyHead({ dtype, shape }), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}
