import type { TensorSignature } from "../../graph/values.ts";

/** Read from the file at upload. */
export type OnnxSummary = {
  irVersion: number;
  opset: { domain: string; version: number }[];
  inputs: TensorSignature[];
  outputs: TensorSignature[];
  operators: { name: string; domain: string; count: number }[];
  parameterCount: number;
  parameterBytes: number;
  producer: string;
  /** Texts are cut at 1 KB. */
  metadata: Record<string, string>;
  /** Class names that the metadata hold, by index. */
  labels?: string[];
};
