import { totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { BatchingVerdict } from "../../graph/batching-verdict.ts";
import { runDriverChild } from "./run-driver-child.ts";

const script = fileURLToPath(new URL("prove-model-child.ts", import.meta.url));
/** How the reason begins where the model did not get through being tried. */
export const UNTRIED = "It could not be tried.";
const TIME_LIMIT_MS = 60_000;
/** Of the memory: a model that nobody knows yet may ask for all there is. */
const MEMORY_SHARE = 0.25;

/**
 * Tries on the processor, in a child process and with made-up inputs, whether calls of the model may be computed together.
 * Null where only real inputs can tell, which the first engine that has some finds out.
 */
export async function proveModel(
  path: string,
  { timeLimitMs = TIME_LIMIT_MS, memoryLimitBytes = totalmem() * MEMORY_SHARE } = {},
): Promise<BatchingVerdict | null> {
  const { stdout, failure } = await runDriverChild(script, { args: [path], timeLimitMs, memoryLimitBytes });
  if (failure) return { isBatched: false, why: `${UNTRIED} ${failure}` };
  // The child prints nothing else.
  return JSON.parse(stdout) as BatchingVerdict | null;
}
