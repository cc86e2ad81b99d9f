import type { Tolerance } from "./find-tensor-difference.ts";

/** What the process that runs cases says once it takes them. */
export const CHILD_IS_READY = "ready";

/** A folder of the public ONNX tests: model.onnx, and test_data_set_*\/ with input_*.pb and output_*.pb. */
export type ConformanceCase = { name: string; folder: string; tolerance: Tolerance };

/**
 * Why a case did not pass:
 * - `refused-by-reader`: `server/inference/read-onnx.ts` has something against the model; `rule` is its reason.
 * - `refused-by-check`: the model store refuses the inputs, or what comes out; `rule` is the kind of its error.
 * - `not-in-runtime`: ONNX Runtime does not load the model, or does not compute with these inputs.
 * - `differs`: the result is another one.
 * - `crashed`: the process ended, or did not answer in time.
 * - `broken`: the test itself cannot be read.
 */
export type FailureGroup =
  "refused-by-reader" | "refused-by-check" | "not-in-runtime" | "differs" | "crashed" | "broken";

export type CaseOutcome =
  | { outcome: "passed" }
  | { outcome: "skipped"; reason: string }
  | { outcome: "failed"; group: FailureGroup; rule?: string; reason: string };

export type CaseResult = CaseOutcome & { name: string };
