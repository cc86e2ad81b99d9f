import type { TensorSignature } from "../../graph/values.ts";

/** An .onnx file under the name by which clients ask for it. */
export type ServedModel = {
  /** Of letters, digits, ".", "_" and "-". */
  name: string;
  path: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  hash: string;
  inputs: readonly TensorSignature[];
  outputs: readonly TensorSignature[];
};

/** A file has one version. */
export const MODEL_VERSION = "1";
