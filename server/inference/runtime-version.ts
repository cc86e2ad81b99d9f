import { createRequire } from "node:module";

/** Version of ONNX Runtime, read without loading its 45 MB. */
export const runtimeVersion = (createRequire(import.meta.url)("onnxruntime-node/package.json") as { version: string })
  .version;
