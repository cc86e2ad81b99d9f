import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import type { ServedTensor } from "./served-endpoint.ts";

/** A version of an .onnx file under the name by which clients ask for it. */
export type ServedModel = {
  type: "model";
  /** Of letters, digits, ".", "_" and "-". */
  name: string;
  /** A whole number from 1 as text. */
  version: string;
  path: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  hash: string;
  inputs: readonly ServedTensor[];
  outputs: readonly ServedTensor[];
  /** Whether its calls may be computed together, where that was found out before. */
  batching?: BatchingVerdict;
};
