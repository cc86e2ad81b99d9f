import { notBuilt } from "../not-built.ts";
import type { OnnxSummary } from "./model-types.ts";

export function readOnnx(_bytes: Uint8Array): OnnxSummary {
  return notBuilt();
}
