import type { ServedTensor } from "./served-endpoint.ts";

/** An .onnx file under the name by which clients ask for it. */
export type ServedModel = {
  type: "model";
  /** Of letters, digits, ".", "_" and "-". */
  name: string;
  /** What clients ask for as `/versions/{version}`. */
  version: string;
  path: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  hash: string;
  inputs: readonly ServedTensor[];
  outputs: readonly ServedTensor[];
};
